// What every use of libcurl here needs: its handles as RAII types, settings that must hold, and a
// thread without SIGPIPE. Internal to transports.
#pragma once

#include <curl/curl.h>
#include <signal.h>

#include <memory>
#include <stdexcept>

namespace gatepost::transports {

// OpenSSL writes to sockets without MSG_NOSIGNAL, and libcurl's own remedy changes the signal's
// disposition for all threads. So the signal is blocked in this thread, and one that became pending
// meanwhile is taken away.
class WithoutSigpipe {
 public:
  WithoutSigpipe() {
    sigemptyset(&sigpipe_);
    sigaddset(&sigpipe_, SIGPIPE);
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    pthread_sigmask(SIG_BLOCK, &sigpipe_, &before_);
  }
  ~WithoutSigpipe() {
    const timespec at_once{};
    if (!was_pending_) sigtimedwait(&sigpipe_, nullptr, &at_once);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;

 private:
  sigset_t sigpipe_, before_;
  bool was_pending_;
};

struct FreeEasy {
  void operator()(CURL* easy) const {
    const WithoutSigpipe quiet;  // it says goodbye on kept connections
    curl_easy_cleanup(easy);
  }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

// libcurl wants this once per process, before the first handle.
inline bool begin_curl() {
  static const bool begun = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return begun;
}

// A setting that this libcurl does not know would be a quiet hole.
template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  if (curl_easy_setopt(easy, option, value) != CURLE_OK)
    throw std::logic_error("libcurl refuses a setting");
}

}  // namespace gatepost::transports
