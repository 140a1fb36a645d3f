/// Steps that work with the database, whichever it is: statements, transactions, locks.
#pragma once

#include "model/system/flow/operand.hpp"
#include "model/system/flow/scan.hpp"
#include "model/system/flow/step.hpp"
#include "sim/engine/time.hpp"

#include <cstdint>
#include <optional>

namespace onsale::system {

extern const StepKind query_step;
extern const StepKind lock_step;
extern const StepKind transaction_step;
extern const StepKind requires_new_step;

/// One statement.
struct Query {
  Scan scan;
  double pages = 0;        ///< pages read, each missing in the buffer pool with its miss ratio
  bool only_reads = false; ///< outside a transaction: a read replica may answer it
};

struct QueryStep final : Step {
  explicit QueryStep(const Query& its_query) : query(its_query) {}
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "query"}; }
  Part part() const override { return Part::query; }
  Query query;
};

/// Takes a pooled connection, unless one is held already.
struct ConnectStep final : Step {
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "connect"}; }
  Part part() const override { return Part::pool; }
};

struct DisconnectStep final : Step {
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "disconnect"}; }
};

/// Round trip and the log's way to the disk; row locks go back.
struct CommitStep final : Step {
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "commit"}; }
  Part part() const override { return Part::commit; }
};

/// A flow takes at most so many locks, as a request keeps them in its frame.
inline constexpr std::size_t max_locks = 8;

/// A row lock, held to commit, or a lock of the application, held to the end of the request.
struct LockStep final : Step {
  enum class Kind : std::uint8_t { row, application };
  Progress run(Work& work) const override;
  void demand(DemandWalk& walk) const override;
  StepPicture picture() const override { return {.label = "lock"}; }
  Part part() const override { return Part::lock; }
  std::string_view takes() const override { return kind == Kind::row ? "row locks" : "application locks"; }

  Kind kind = Kind::row;
  std::uint32_t space = 0; ///< number of the table or lock name: keys of different spaces never meet
  Key key;
  std::optional<Register> within;           ///< the keys of each value of it are others
  std::optional<engine::Duration> patience; ///< none: innodb_lock_wait_timeout, or forever; 0: try
};

} // namespace onsale::system
