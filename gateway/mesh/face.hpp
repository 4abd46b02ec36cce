// MeshFace: the MESH-compatible mailbox API (protocols/mesh.md) over the gateway's services. Lives
// on the io_context's thread.
//
// MESH's "acknowledged" means collected: rung 2, delivered. Rung 3 is our signed Acknowledgement,
// itself a message.
#pragma once

#include "gateway/app/machine_port.hpp"
#include "gateway/mesh/refusals.hpp"
#include "gateway/mesh/token.hpp"

namespace gatepost::mesh {

enum class Errc {
  wrong_mailbox,           // the path's mailbox is not the connection's team's
  no_recipient,            // mex-to is missing
  unregistered_recipient,  // mex-to names no mailbox here
  unknown_workflow,        // mex-workflowid is missing or names no form of ours
  bad_chunk_range,         // only one chunk is taken: forms are small
  bad_encoding,            // a content-encoding other than gzip
  missing_body,
};
ErrorInfo error_info(Errc code);

class MeshFace final : public app::Face {
 public:
  explicit MeshFace(app::Gateway& gateway) : gateway_(gateway) {}

  std::string_view name() const override { return "mesh"; }
  bool owns(std::string_view path) const override;
  std::size_t body_limit(const formats::http1::RequestHead& head) const override;
  boost::asio::awaitable<formats::http1::Response> handle(app::Caller caller,
                                                          formats::http1::Request request) override;
  formats::http1::Response refuse(const app::Refusal& refusal,
                                  const formats::http1::Fields& request_fields) const override;

 private:
  struct Call;
  using Reply = boost::asio::awaitable<app::Answer<formats::http1::Response>>;
  app::Answer<void> authorize(const Call& call);
  Reply dispatch(const Call& call);
  Reply handshake(const Call& call);
  Reply send(const Call& call);
  Reply list(const Call& call);
  Reply count(const Call& call);
  Reply download(const Call& call, Handle handle);
  Reply acknowledge(const Call& call, Handle handle);
  Reply track(const Call& call);

  app::Gateway& gateway_;
  ReplayMemory replays_;
};

}  // namespace gatepost::mesh
