// MachinePort: the handler of the machine listener. Finds out which team the connection is, and
// gives the request to the face that owns its path. Knows no protocol of its own.
#pragma once

#include <memory>
#include <vector>

#include "gateway/app/gateway.hpp"
#include "transports/http_server.hpp"

namespace gatepost::app {

// One of the gateway's faces to machines: the mailbox API, the JSON API.
class Face {
 public:
  virtual ~Face() = default;
  virtual std::string_view name() const = 0;  // for metrics: "mesh", "api"
  virtual bool owns(std::string_view path) const = 0;
  virtual std::size_t body_limit(const formats::http1::RequestHead& head) const = 0;
  virtual boost::asio::awaitable<formats::http1::Response> handle(
      Caller caller, formats::http1::Request request) = 0;
  // How this face says that the connection is nobody's.
  virtual formats::http1::Response refuse(const Refusal& refusal,
                                          const formats::http1::Fields& request_fields) const = 0;
};

class MachinePort final : public transports::HttpHandler {
 public:
  MachinePort(Gateway& gateway, std::vector<std::unique_ptr<Face>> faces)
      : gateway_(gateway), faces_(std::move(faces)) {}

  std::size_t body_limit(const formats::http1::RequestHead& head) const override;
  boost::asio::awaitable<formats::http1::Response> handle(
      const transports::ConnectionIdentity& peer, formats::http1::Request request) override;

 private:
  Face* face_for(std::string_view path) const;
  Gateway& gateway_;
  std::vector<std::unique_ptr<Face>> faces_;
};

}  // namespace gatepost::app
