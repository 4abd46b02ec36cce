// ApiFace: the small JSON API under /v1 for what MESH has no word for: ladders, receipts and tasks
// (DESIGN section 5; openapi.yaml beside this file). The same identity and team scoping as
// everywhere. Lives on the io_context's thread.
#pragma once

#include "gateway/app/machine_port.hpp"

namespace gatepost::api {

class ApiFace final : public app::Face {
 public:
  explicit ApiFace(app::Gateway& gateway) : gateway_(gateway) {}

  std::string_view name() const override { return "api"; }
  bool owns(std::string_view path) const override;
  std::size_t body_limit(const formats::http1::RequestHead& head) const override;
  boost::asio::awaitable<formats::http1::Response> handle(app::Caller caller,
                                                          formats::http1::Request request) override;
  formats::http1::Response refuse(const app::Refusal& refusal,
                                  const formats::http1::Fields& request_fields) const override;

 private:
  using Reply = boost::asio::awaitable<app::Answer<formats::http1::Response>>;
  Reply dispatch(app::Caller caller, const formats::http1::Request& request);
  Reply list_messages(app::Caller caller);
  Reply show_message(app::Caller caller, std::string id);
  Reply show_receipt(app::Caller caller, std::string id, std::string rung);
  Reply show_evidence(app::Caller caller, std::string id);
  Reply read_log(app::Caller caller, std::string path);
  Reply list_tasks(app::Caller caller, std::string query);
  Reply act_on_task(app::Caller caller, std::string task, std::string verb, const Bytes& body);
  Reply close(app::Caller caller, std::string id, const Bytes& body);
  Reply reconcile(app::Caller caller, const Bytes& body);

  app::Gateway& gateway_;
};

}  // namespace gatepost::api
