#include "gateway/cli/completion.hpp"

#include <gmock/gmock.h>

namespace gatepost::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CompletionTest : public testing::Test {
 protected:
  CompletionTest() {
    CLI::App* form = app_.add_subcommand("form", "forms in files");
    check_ = form->add_subcommand("check", "say what's wrong; exit 1");
    check_->add_option("--file", text_, "the form");
    way_ = check_->add_option("--way", text_, "how")->check(CLI::IsMember({"fast", "slow"}));
  }

  CLI::App app_{"a program", "gatepost"};
  CLI::App* check_ = nullptr;
  CLI::Option* way_ = nullptr;
  std::string text_;
  int number_ = 0;
};

TEST_F(CompletionTest, FindsTheWordsThatAnOptionAdmits) {
  EXPECT_THAT(words_of(*way_), ElementsAre("fast", "slow"));
  EXPECT_THAT(words_of(*check_->get_option("--file")), IsEmpty());
  CLI::Option* mapped = check_->add_option("--map", number_)
                            ->transform(CLI::CheckedTransformer(
                                std::map<std::string, int>{{"auto", 0}, {"none", 1}}));
  EXPECT_THAT(words_of(*mapped), ElementsAre("auto", "none"));
}

TEST_F(CompletionTest, EveryShellKnowsTheWholeTree) {
  for (const Shell shell : {Shell::bash, Shell::zsh, Shell::fish}) {
    const std::string script = completion_script(app_, shell);
    for (const char* part : {"gatepost form check", "fast slow", "way", "file"})
      EXPECT_THAT(script, HasSubstr(part));
  }
}

TEST_F(CompletionTest, FishGetsAnApostropheEscaped) {
  EXPECT_THAT(completion_script(app_, Shell::fish), HasSubstr("'say what\\'s wrong'"));
}

TEST_F(CompletionTest, LeavesSayTheirExitCodesOnce) {
  check_->footer("Example:\n  gatepost form check a.xml");
  explain_exit_codes(app_);
  EXPECT_THAT(leaves_of(app_), ElementsAre(check_));
  EXPECT_THAT(check_->get_footer(),
              testing::AllOf(HasSubstr("Example:"), HasSubstr("Exit codes: 0 yes")));
}

}  // namespace
}  // namespace gatepost::cli
