#include "gateway/app/machine_port.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using formats::http1::Request;
using formats::http1::RequestHead;
using formats::http1::Response;

Face* MachinePort::face_for(std::string_view path) const {
  for (const auto& face : faces_)
    if (face->owns(path)) return face.get();
  return nullptr;
}

std::size_t MachinePort::body_limit(const RequestHead& head) const {
  const Face* face = face_for(head.path);
  return face == nullptr ? 0 : face->body_limit(head);
}

asio::awaitable<Response> MachinePort::handle(const transports::ConnectionIdentity& peer,
                                              Request request) {
  Face* face = face_for(request.head.path);
  if (face == nullptr) {
    gateway_.parts().metrics.request("none", 404);
    co_return Response{404,
                       {{"content-type", "text/plain"}},
                       to_bytes("Not here: machines speak to /messageexchange/ and /v1/.\n")};
  }
  auto caller = gateway_.identify(peer);
  Response response;
  if (caller) {
    response = co_await face->handle(std::move(*caller), std::move(request));
  } else {
    gateway_.count_stranger();
    gateway_.parts().metrics.refused("connection." + std::string(caller.error().error.name()));
    gateway_.parts().log.warning("connection-refused", {{"reason", caller.error().error}});
    response = face->refuse(caller.error(), request.head.fields);
  }
  gateway_.parts().metrics.request(face->name(), response.status);
  co_return response;
}

}  // namespace gatepost::app
