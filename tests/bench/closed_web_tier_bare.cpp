#include "sim/engine/random.hpp"
#include "tests/bench/closed_web_tier.hpp"

#include <algorithm>
#include <deque>
#include <queue>
#include <vector>

namespace onsale::bench {
namespace {

using engine::RandomFamily;
using engine::RandomStream;

enum class What : std::uint32_t { arrive, cpu_done, database_done };

struct Entry {
  double time_s;
  std::uint64_t sequence;
  std::uint32_t user;
  What what;
  bool operator<(const Entry& other) const
  {
    return time_s > other.time_s || (time_s == other.time_s && sequence > other.sequence);
  }
};

struct Job {
  double finish;
  std::uint64_t sequence;
  std::uint32_t user;
  bool operator<(const Job& other) const
  {
    return finish > other.finish || (finish == other.finish && sequence > other.sequence);
  }
};

struct User {
  RandomStream draws;
  double start_s = 0;
  bool after_database = false;
};

class Loop {
public:
  explicit Loop(const ClosedWebTier& model)
      : model_(model), family_(model.seed, 0, "users"), free_threads_(model.threads),
        free_connections_(model.connections)
  {
    for (std::uint32_t i = 0; i < model.users; ++i) {
      users_.push_back({RandomStream(family_, i)});
      push(0, i, What::arrive);
    }
  }

  ClosedWebTierResult run()
  {
    while (events_.top().time_s <= model_.simulated_s) {
      const Entry event = events_.top();
      events_.pop();
      now_s_ = event.time_s;
      switch (event.what) {
      case What::arrive:
        users_[event.user].start_s = now_s_;
        take_thread(event.user);
        break;
      case What::cpu_done:
        if (event.sequence == cpu_event_)
          cpu_done();
        break;
      case What::database_done:
        database_done(event.user);
        break;
      }
    }
    return {requests_, response_sum_s_ / static_cast<double>(requests_)};
  }

private:
  void push(double time_s, std::uint32_t user, What what) { events_.push({time_s, ++sequence_, user, what}); }

  void take_thread(std::uint32_t user)
  {
    if (free_threads_ == 0) {
      thread_queue_.push_back(user);
      return;
    }
    --free_threads_;
    burst(user, false);
  }

  void burst(std::uint32_t user, bool after_database)
  {
    users_[user].after_database = after_database;
    advance();
    jobs_.push({attained_ + users_[user].draws.exponential(model_.demand_s / 2), ++sequence_, user});
    set_rate();
    rearm();
  }

  void advance()
  {
    attained_ += rate_ * (now_s_ - last_s_);
    last_s_ = now_s_;
  }

  void set_rate()
  {
    if (jobs_.empty())
      attained_ = 0;
    rate_ = std::min(1.0, 12.0 / static_cast<double>(jobs_.size()));
  }

  void rearm()
  {
    if (jobs_.empty()) {
      cpu_event_ = 0;
      return;
    }
    const double at_s = now_s_ + std::max(0.0, jobs_.top().finish - attained_) / rate_;
    if (cpu_event_ != 0 && at_s >= cpu_at_s_)
      return;
    cpu_at_s_ = at_s;
    push(at_s, 0, What::cpu_done);
    cpu_event_ = sequence_;
  }

  void cpu_done()
  {
    cpu_event_ = 0;
    advance();
    while (not jobs_.empty() && now_s_ + (jobs_.top().finish - attained_) / rate_ <= now_s_) {
      const std::uint32_t user = jobs_.top().user;
      jobs_.pop();
      done_.push_back(user);
    }
    set_rate();
    rearm();
    for (const std::uint32_t user : done_) {
      if (users_[user].after_database)
        finish(user);
      else
        take_connection(user);
    }
    done_.clear();
  }

  void take_connection(std::uint32_t user)
  {
    if (free_connections_ == 0) {
      connection_queue_.push_back(user);
      return;
    }
    --free_connections_;
    ask_database(user);
  }

  void ask_database(std::uint32_t user)
  {
    push(now_s_ + users_[user].draws.exponential(2 * model_.demand_s), user, What::database_done);
  }

  void database_done(std::uint32_t user)
  {
    if (connection_queue_.empty()) {
      ++free_connections_;
    } else {
      const std::uint32_t next = connection_queue_.front();
      connection_queue_.pop_front();
      ask_database(next);
    }
    burst(user, true);
  }

  void finish(std::uint32_t user)
  {
    ++requests_;
    response_sum_s_ += now_s_ - users_[user].start_s;
    push(now_s_ + 1, user, What::arrive);
    if (thread_queue_.empty()) {
      ++free_threads_;
    } else {
      const std::uint32_t next = thread_queue_.front();
      thread_queue_.pop_front();
      burst(next, false);
    }
  }

  const ClosedWebTier& model_;
  RandomFamily family_;
  std::vector<User> users_;
  std::priority_queue<Entry> events_;
  std::priority_queue<Job> jobs_;
  std::deque<std::uint32_t> thread_queue_;
  std::deque<std::uint32_t> connection_queue_;
  std::vector<std::uint32_t> done_;
  std::uint32_t free_threads_;
  std::uint32_t free_connections_;
  double now_s_ = 0;
  double last_s_ = 0;
  double attained_ = 0;
  double rate_ = 0;
  double cpu_at_s_ = 0;
  std::uint64_t cpu_event_ = 0;
  std::uint64_t sequence_ = 0;
  std::uint64_t requests_ = 0;
  double response_sum_s_ = 0;
};

} // namespace

ClosedWebTierResult run_bare(const ClosedWebTier& model)
{
  return Loop(model).run();
}

} // namespace onsale::bench
