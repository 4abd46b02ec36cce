// MeetingPages: the joint meeting list as a page and as a file. Owned by the face; used on the
// io_context's thread.
#pragma once

#include "gateway/app/meeting_list.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

class MeetingPages {
 public:
  explicit MeetingPages(Services services)
      : services_(services), list_(services.gateway, services.identity) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> show(const Call& call);
  boost::asio::awaitable<Reply> download(const Call& call);
  boost::asio::awaitable<Reply> answer(const Call& call, const FieldSet& fields,
                                       std::string problem);

  Services services_;
  app::MeetingList list_;
};

}  // namespace gatepost::web
