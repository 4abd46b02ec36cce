// The command line of what people say about a message: acknowledge, respond, withdraw, request,
// reply. Bound by cli.cpp; the options live as long as this object.
#pragma once

#include "gateway/cli/reply.hpp"
#include "gateway/cli/subcommands.hpp"

namespace gatepost::cli {

class Replies : private Subcommands {
 public:
  Replies(CLI::App& app, Choose choose);

 private:
  // A form about a message, made and sent.
  CLI::App* reply_command(CLI::App& app, const std::string& name, const std::string& what,
                          const std::string& example, MakeForm make);
  void person(CLI::App* made, PersonOptions& options);
  void telephone(CLI::App* made, PersonOptions& options);
  void about(CLI::App* made, AboutOptions& options);
  void bind_acknowledge(CLI::App& app);
  void bind_respond(CLI::App& app);
  void bind_aftercare(CLI::App* made);
  void bind_withdraw(CLI::App& app);
  void bind_questions(CLI::App& app);

  ReplyTarget target_;
  AcknowledgeOptions acknowledge_;
  RespondOptions respond_;
  WithdrawOptions withdraw_;
  RequestOptions request_;
  ReplyOptions reply_;
};

}  // namespace gatepost::cli
