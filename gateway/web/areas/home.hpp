// Home: where somebody begins, by who they are. Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/web/services.hpp"

namespace gatepost::web {

class Home {
 public:
  explicit Home(Services services) : services_(services) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> begin(const Call& call);

  Services services_;
};

}  // namespace gatepost::web
