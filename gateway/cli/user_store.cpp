#include "gateway/cli/user_store.hpp"

#include <fmt/format.h>

#include <future>

#include "gateway/cli/form_file.hpp"
#include "gateway/cli/installation.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::cli {

namespace {

constexpr std::size_t directory_limit = std::size_t{4} << 20;

}  // namespace

std::unique_ptr<UserStore> UserStore::open(const Path& config) {
  auto settings = load_settings(config);
  if (!settings) return nullptr;
  std::unique_ptr<UserStore> made(new UserStore(std::move(*settings)));
  made->keys_ = open_keys(made->settings_);
  if (!made->keys_) return nullptr;
  if (auto folder = posix::make_folder(made->settings_.state, posix::Mode::secret); !folder) {
    complain(fmt::format("[gateway] state: {}", folder.error().to_string()));
    return nullptr;
  }
  auto store =
      store::sqlite::open_sqlite_briefly(made->settings_.state / "gatepost.db", made->log_);
  if (!store) {
    complain(fmt::format("[gateway] state: {}", store.error().to_string()));
    return nullptr;
  }
  made->store_ = std::move(*store);
  return made;
}

Result<void> UserStore::change(std::function<Result<void>(identity::Change&)> act) {
  auto promise = std::make_shared<std::promise<Result<std::string>>>();
  auto answer = promise->get_future();
  exchange::Work work;
  work.run = [&](exchange::Transaction& transaction) -> Result<std::string> {
    identity::Change change{transaction.people(), *keys_,     random_, posix::SystemClock{}.now(),
                            settings_.name,       "operator", {}};
    GP_CHECK(act(change));
    for (audit::Entry& entry : change.entries) transaction.append_audit(std::move(entry));
    return std::string{};
  };
  store_->submit(std::move(work), [promise](Result<std::string> outcome) {
    promise->set_value(std::move(outcome));
  });
  auto outcome = answer.get();
  if (!outcome) return std::unexpected(std::move(outcome).error());
  return {};
}

std::optional<config::Directory> UserStore::directory() const {
  const auto text = posix::read_file(settings_.directory, directory_limit);
  if (!text) {
    complain(fmt::format("[exchange] directory: {}", text.error().context()));
    return std::nullopt;
  }
  auto directory =
      config::Directory::from_csv(as_text(*text), settings_.directory.filename().string());
  if (!directory) {
    print_problems("[exchange] directory:", directory.error());
    return std::nullopt;
  }
  return directory->on(today_in_london(posix::SystemClock{}.now()));
}

}  // namespace gatepost::cli
