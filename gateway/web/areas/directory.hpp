// DirectoryPages: the directory as pages, and taking in a new one. Owned by the face; used on the
// io_context's thread.
#pragma once

#include "gateway/app/administration.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

class DirectoryPages {
 public:
  DirectoryPages(Services services, app::Administration& administration)
      : services_(services), administration_(administration) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> list(const Call& call);
  boost::asio::awaitable<Reply> team(const Call& call);
  boost::asio::awaitable<Reply> history(const Call& call);
  boost::asio::awaitable<Reply> ask(const Call& call);
  boost::asio::awaitable<Reply> review(const Call& call);
  boost::asio::awaitable<Reply> take(const Call& call);
  boost::asio::awaitable<Reply> taken(const Call& call);

  Services services_;
  app::Administration& administration_;
};

}  // namespace gatepost::web
