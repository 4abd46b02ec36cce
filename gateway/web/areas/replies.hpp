// Replies: what people say about a form that they received: the answer to a referral and what
// became of it, a question about it, the answer to a question. Owned by the face; used on the
// io_context's thread.
//
// The form that a page makes has its id from the page: sent twice, from whatever window, it is one
// form. What the person had before their eyes is in the page too, so that an answer that a
// colleague gave meanwhile is shown before another one goes out.
#pragma once

#include "gateway/web/areas/found_message.hpp"
#include "gateway/web/pages/replies.hpp"
#include "gateway/web/writing/build.hpp"

namespace gatepost::web {

class Replies {
 public:
  explicit Replies(Services services) : services_(services) {}
  void add_to(Router& router);

 private:
  // What the page's form needs beside what is typed.
  struct Making {
    MessageId form;
    writing::Plan plan;
    writing::Typed typed{};
    std::string_view done{};  // the key of Messages' words
  };

  boost::asio::awaitable<Reply> ask_answer(const Call& call);
  boost::asio::awaitable<Reply> take_answer(const Call& call);
  // What the person's side has said about this message, the newest first; and the appointment that
  // was last given.
  struct Earlier {
    std::vector<pages::SaidBefore> said;
    std::optional<Instant> appointment_at;
  };
  boost::asio::awaitable<Earlier> earlier(const Call& call, const FoundMessage& found);

  boost::asio::awaitable<Reply> ask_question(const Call& call);
  boost::asio::awaitable<Reply> take_question(const Call& call);
  boost::asio::awaitable<Reply> ask_reply(const Call& call);
  boost::asio::awaitable<Reply> take_reply(const Call& call);
  // Whom the conversation is about, as far as one of its forms says it to this person.
  boost::asio::awaitable<writing::Typed> client(const Call& call, const FoundMessage& found);

  // Sends what was typed; or the page again, with what is wrong.
  boost::asio::awaitable<Reply> send(const Call& call, const FoundMessage& found, Making making,
                                     pages::ReplyPage view);
  // The page with what is wrong, and what stood above its questions before.
  boost::asio::awaitable<Reply> again(const Call& call, const FoundMessage& found,
                                      pages::ReplyPage view);
  Making making(const Call& call, const FoundMessage& found, writing::Plan plan) const;
  bool was_sent(const FoundMessage& found, const MessageId& form) const;

  Services services_;
};

}  // namespace gatepost::web
