/// Steps whose work is done by other threads, or later: `parallel`, `async`, `after-commit`, `after-response`.
#pragma once

#include "model/system/executor/executors.hpp"
#include "model/system/flow/step.hpp"
#include "model/system/flow/stretch.hpp"

namespace onsale::system {

extern const StepKind parallel_step;
extern const StepKind async_step;
extern const StepKind after_commit_step;
extern const StepKind after_response_step;

/// What was said `after-commit` in the transaction that has just been committed.
void emit_after_commit(FlowReader& reader);
/// And what was said `after-response`, behind the end of the flow.
Stretch emit_after_response(FlowReader& reader);

} // namespace onsale::system
