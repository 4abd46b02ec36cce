// People: teams that send referrals, collect (promptly, late or never), acknowledge (by machine, in
// person, wrongly, twice, late), and who claim or ignore their tasks and use the telephone.
#pragma once

#include <map>
#include <vector>

#include "tests/sim/checks.hpp"
#include "tests/sim/network.hpp"

namespace gatepost::sim {

class People {
 public:
  People(World& world, Gateway& gateway, Network& network, Checks& checks);

  int sent() const { return sent_; }
  int replies() const { return replies_; }

 private:
  void send_some_today();
  void send_one();
  void open_mailbox(const config::Team& team);
  void look_at(const TeamCode& team, const exchange::InboxItem& item);
  void decide_about(const exchange::InboxItem& item);
  void look_at_tasks(const TeamCode& team);
  void claim(const ConversationId& conversation, const exchange::Task& task);
  void reply(const exchange::FormRecord& original, exchange::ReachedHow how);
  void reply_at_the_last_moment(const exchange::FormRecord& original);
  void reply_wrongly(const exchange::FormRecord& original);
  exchange::AcceptCommand reply_to(const exchange::FormRecord& original, exchange::ReachedHow how);
  enum class Expect { accepted, refused };
  void submit(const exchange::AcceptCommand& command, Expect expected);

  World& world_;
  Gateway& gateway_;
  Network& network_;
  Checks& checks_;
  std::map<TeamCode, Handle> last_seen_;
  std::vector<exchange::AcceptCommand> referrals_;
  int sent_ = 0;
  int replies_ = 0;
};

}  // namespace gatepost::sim
