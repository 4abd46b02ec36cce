// SqlOverview: lists over all teams, in SQL. Lives inside a view, on its thread.
#pragma once

#include "gateway/exchange/overview.hpp"
#include "gateway/store/sql/database.hpp"

namespace gatepost::store::sql {

class SqlOverview final : public exchange::Overview {
 public:
  explicit SqlOverview(Database& database) : database_(database) {}

  Result<std::vector<exchange::ListedTask>> open_tasks(
      const exchange::TaskSelection& which, std::size_t limit,
      const std::optional<exchange::TaskPlace>& after) override;
  Result<std::vector<exchange::TaskTally>> task_tallies() override;
  Result<std::vector<exchange::Effect>> failing_effects(
      std::size_t limit, const std::optional<exchange::EffectPlace>& after) override;
  Result<std::optional<exchange::Effect>> effect(const std::string& reference) override;
  Result<std::vector<audit::Row>> search_log(const exchange::LogSearch& wanted,
                                             std::size_t limit) override;
  Result<std::vector<exchange::MeetingRow>> people_of(const exchange::MeetingScope& scope,
                                                      std::size_t limit) override;

 private:
  Database& database_;
};

}  // namespace gatepost::store::sql
