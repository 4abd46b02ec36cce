// DeliveryLog: the audit log as pages: searched, exported, verified. Owned by the face; used on the
// io_context's thread.
#pragma once

#include "gateway/app/administration.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

class DeliveryLog {
 public:
  DeliveryLog(Services services, app::Administration& administration)
      : services_(services), administration_(administration) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> show(const Call& call);
  boost::asio::awaitable<Reply> download(const Call& call);
  boost::asio::awaitable<Reply> verification(const Call& call);
  boost::asio::awaitable<Reply> verify(const Call& call);
  boost::asio::awaitable<Reply> list(const Call& call, const FieldSet& fields,
                                     std::string export_problem);

  Services services_;
  app::Administration& administration_;
};

}  // namespace gatepost::web
