// Making, signing and sending a form about a message, for people and scripts at the command line.
// Blocking; one thread.
#pragma once

#include <functional>

#include "gateway/cli/client.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/reply_forms.hpp"

namespace gatepost::cli {

// The envelope of a form about this message (the JSON API's), to the other side of it, or to an
// area when no team is known there; and what it is about.
ReplyContext reply_context(const boost::json::object& message, Client& client);

struct ReplyTarget {
  std::string id;           // the message that the form is about
  std::optional<Path> out;  // write the signed form here instead of sending it
};

using MakeForm = std::function<MadeForm(const ReplyContext&, const config::Calendar&)>;

// Asks the gateway about the message, makes the form, checks it, signs it, and sends it (or writes
// it down). Every problem at once; exit 2 then, because it is the options that are wrong.
Exit send_reply(const std::string& doing, const ReplyTarget& target, const ClientOptions& options,
                const MakeForm& make);

}  // namespace gatepost::cli
