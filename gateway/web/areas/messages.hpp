// Messages: one message, its form, and what people do with it: open, confirm, record a call,
// withdraw, close, take the evidence away. Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/web/areas/found_message.hpp"

namespace gatepost::web {

class Messages {
 public:
  explicit Messages(Services services) : services_(services) {}
  void add_to(Router& router);

 private:
  // With what this person may do now.
  pages::MessageFrame frame(const Call& call, const FoundMessage& found) const;

  boost::asio::awaitable<Reply> show(const Call& call);
  boost::asio::awaitable<Reply> open(const Call& call);
  boost::asio::awaitable<Reply> read(const Call& call);
  boost::asio::awaitable<Reply> confirm(const Call& call);
  using MakePage = Page (*)(const pages::MessageFrame&, const Problems&);
  boost::asio::awaitable<Reply> ask(const Call& call, identity::Action action, MakePage page);
  boost::asio::awaitable<Reply> take_telephone(const Call& call);
  boost::asio::awaitable<Reply> take_withdrawal(const Call& call);
  boost::asio::awaitable<Reply> take_end(const Call& call);
  boost::asio::awaitable<Reply> evidence(const Call& call);
  // Sends what was made of the page, or shows the page again with what is wrong.
  boost::asio::awaitable<Reply> send(const Call& call, const FoundMessage& found,
                                     formats::forms::Form form, MakePage page,
                                     std::string_view done);

  Services services_;
};

}  // namespace gatepost::web
