/// Jobs at work: in each process on the threads of its taskScheduler, where they queue behind each other.
#pragma once

#include "model/system/flow/step.hpp"
#include "model/system/job/job_options.hpp"
#include "model/system/part.hpp"
#include "sim/engine/process.hpp"
#include "sim/engine/random.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

extern const PartKind job_part;

class Jobs final : public RunningPart {
public:
  Jobs(System& system, std::int64_t clock_s);

  void started(Instance& instance) override;
  /// Of ShedLock. @param number  of the job's flow
  engine::Time& locked_until(std::size_t number);

  std::uint64_t runs = 0;     ///< begun so far
  std::uint64_t left_out = 0; ///< because another process had the lock
  double late_s = 0;          ///< how much later than due the last run began

private:
  static engine::Process repeat(Jobs& jobs, std::size_t number, Instance& instance);
  engine::Task<> run(std::size_t number, Instance& instance);
  engine::Time first(const JobOptions& job) const;
  engine::Time next(const JobOptions& job, engine::Time due) const;
  engine::Time next_of_cron(const Cron& cron) const;

  System& system_;
  std::int64_t clock_s_; // at the beginning of the test
  engine::RandomFamily draws_;
  std::vector<engine::Time> locked_until_; // [job]
};

} // namespace onsale::system
