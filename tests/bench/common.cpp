#include "tests/bench/common.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "certs/seal.hpp"
#include "formats/forms/comments.hpp"
#include "formats/forms/form.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/client.hpp"
#include "gateway/cli/form_file.hpp"

namespace gatepost::bench {

namespace forms = formats::forms;

void die(const std::string& why) {
  fmt::print(stderr, "bench: {}\n", why);
  std::exit(2);
}

std::string make_lief(Random& random, std::size_t bytes) {
  const forms::TemplateIds ids{
      make_id<MessageId>(random), make_id<ConversationId>(random),
      std::chrono::floor<std::chrono::seconds>(posix::SystemClock{}.now())};
  std::string text = forms::strip_comments(forms::template_form(forms::FormType::lief, ids));
  const auto document = formats::xml::Document::parse(as_bytes(text));
  auto form = document ? forms::read_form(*document, cli::today_in_london(ids.created_at))
                       : std::unexpected(Problems{});
  if (!form) die("the sample form is not valid");
  auto& lief = std::get<forms::Lief>(*form);
  constexpr std::size_t signature_bytes = 2048;
  while (forms::write_form(lief).size() + signature_bytes < bytes &&
         lief.other_referrals.size() < 20) {
    forms::OtherReferral referral;
    referral.service = {"OTHER", "Community service " + std::string(60, 'x')};
    referral.contact = std::string(100, 'x');
    lief.other_referrals.push_back(std::move(referral));
  }
  const auto problems = forms::check_form(*form, cli::today_in_london(ids.created_at));
  if (!problems.empty()) die(problems.front().path + ": " + problems.front().wrong);
  return forms::write_form(lief);
}

double cpu_ms() { return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC; }

Child::Child(const std::string& program, const std::vector<std::string>& arguments,
             const fs::path& log) {
  pid_ = fork();
  if (pid_ < 0) die("cannot fork");
  if (pid_ != 0) return;
  const int file = open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  dup2(file, STDOUT_FILENO);
  dup2(file, STDERR_FILENO);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  _exit(127);
}

Child::~Child() {
  kill(pid_, SIGTERM);
  wait();
}

int Child::wait() const {
  int status = 0;
  waitpid(pid_, &status, 0);
  return status;
}

Stages time_stages(std::size_t form_bytes, const fs::path& folder) {
  auto client = cli::Client::open(folder / "clients/BXI-PSI/client.toml");
  auto trust = cli::load_trust({folder / "pki/ca.pem", folder / "pki/crl.pem"});
  if (!client || !trust) die("no trust");
  posix::SystemRandom random;
  const Instant now = posix::SystemClock{}.now();
  const auto today = cli::today_in_london(now);
  const std::string plain = make_lief(random, form_bytes);
  const Bytes form = *formats::xmldsig::sign_enveloped(as_bytes(plain), client->signer());
  const auto verified = *formats::xmldsig::verify_enveloped(form, *trust, certs::Role::team, now);
  const std::string receipt = forms::strip_comments(
      forms::template_form(forms::FormType::acknowledgement,
                           {make_id<MessageId>(random), make_id<ConversationId>(random),
                            std::chrono::floor<std::chrono::seconds>(now)}));
  const auto ring = certs::KeyRing::in_memory(random);
  Stages stages;
  stages.signature = mean_ms([&] {
    if (!formats::xmldsig::verify_enveloped(form, *trust, certs::Role::team, now)) die("verify");
  });
  stages.fields = mean_ms([&] {
    if (!forms::read_form(verified.document, today)) die("read");
  });
  stages.receipt = mean_ms([&] {
    if (!formats::xmldsig::sign_enveloped(as_bytes(receipt), client->signer())) die("sign");
  });
  stages.seal = mean_ms([&] {
    if (!certs::seal(ring, random, "subject", {{"form", form}, {"chain", form}})) die("seal");
  });
  return stages;
}

}  // namespace gatepost::bench
