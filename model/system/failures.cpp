#include "model/system/failures.hpp"

#include "model/system/system.hpp"
#include "model/system/work.hpp"

namespace onsale::system {

void Failures::refuse(Work& work, Cause cause, booking::Outcome outcome, int status)
{
  work.cause = cause;
  work.outcome = outcome;
  work.status = status != 0 ? status : status_of(cause, outcome);
  if (work.trace != nullptr)
    work.trace->cause = cause;
  log_.add({work.endpoint_number, cause, outcome, work.status}, system_.now(), [&] {
    const auto line = cause.kind().log_line;
    return line != nullptr ? line(system_, work) : std::string(to_string(cause));
  });
}

void Failures::refuse(const Intent& intent, Cause cause)
{
  Work work(intent);
  refuse(work, cause);
}

double Failures::count(Cause cause) const
{
  double sum = 0;
  for (const auto& [kind, count] : log_.kinds())
    sum += kind.cause == cause ? static_cast<double>(count.count) : 0;
  return sum;
}

int Failures::status_of(Cause cause, booking::Outcome outcome) const
{
  for (const StatusRule& rule : system_.options.statuses)
    if (rule.cause == cause && (cause != Cause::refused || rule.outcome == outcome))
      return rule.status;
  return default_status(cause, outcome);
}

} // namespace onsale::system
