// Workers: the named pool for XML and cryptography. Work goes there and comes back to the caller's
// executor (HOUSE rule 11); it owns everything it touches.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace gatepost::app {

class Workers {
 public:
  explicit Workers(std::size_t threads) : pool_(threads) {}
  ~Workers() { pool_.join(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // Runs `work` on a pool thread and resumes the caller on its own executor with the answer.
  template <class F>
  boost::asio::awaitable<std::invoke_result_t<F>> run(F work) {
    using Answer = std::invoke_result_t<F>;
    auto on_pool = [](F owned) -> boost::asio::awaitable<Answer> { co_return owned(); };
    co_return co_await boost::asio::co_spawn(pool_.get_executor(), on_pool(std::move(work)),
                                             boost::asio::use_awaitable);
  }

 private:
  boost::asio::thread_pool pool_;
};

}  // namespace gatepost::app
