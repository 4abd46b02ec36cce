// Messages: one message, its form, and what people do with it: open, confirm, record a call,
// withdraw, close, take the evidence away. Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/app/desk.hpp"
#include "gateway/web/pages/message.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

class Messages {
 public:
  explicit Messages(Services services) : services_(services), desk_(services.gateway) {}
  void add_to(Router& router);

 private:
  // A message as one person finds it, in whichever of their teams it concerns.
  struct Found {
    app::Caller caller;
    app::MessageView message;
    std::vector<app::DeskRow> conversation;
  };
  boost::asio::awaitable<app::Answer<Found>> find(const Call& call, identity::Action action);
  pages::MessageFrame frame(const Call& call, const Found& found) const;

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
  boost::asio::awaitable<Reply> send(const Call& call, const Found& found,
                                     formats::forms::Form form, MakePage page,
                                     std::string_view done);

  Services services_;
  app::Desk desk_;
};

}  // namespace gatepost::web
