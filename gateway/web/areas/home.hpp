// Home: where somebody begins, by who they are. Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/web/services.hpp"

namespace gatepost::web {

class Home {
 public:
  void add_to(Router& router);

 private:
  static boost::asio::awaitable<Reply> begin(const Call& call);
};

}  // namespace gatepost::web
