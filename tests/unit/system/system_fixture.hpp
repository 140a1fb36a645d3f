/// A modelled system from YAML text with simple clients, for the tests of this room.
#pragma once

#include "model/config/document.hpp"
#include "model/config/settings.hpp"
#include "model/http/target.hpp"
#include "model/system/database/logged_database.hpp"
#include "model/system/part.hpp"
#include "model/system/system.hpp"
#include "model/system/system_reader.hpp"
#include "model/system/work.hpp"
#include "sim/engine/process.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace onsale::system {

inline SystemOptions read_test_system(const std::string& text, http::Names& names, config::Faults& faults)
{
  const auto document = config::parse_document(text, "sale.yaml", faults);
  config::Object top(document, faults);
  const config::Settings settings(server_settings(), {.scenario = top.value("settings")}, faults);
  SystemOptions options = read_system(top, settings, names);
  top.finish();
  return options;
}

inline SystemOptions valid_system(const std::string& text, http::Names& names)
{
  config::Faults faults;
  SystemOptions options = read_test_system(text, names, faults);
  for (const auto& fault : faults.list())
    ADD_FAILURE() << to_string(fault);
  return options;
}

/// All faults of a text, one a line.
inline std::string system_faults(const std::string& text)
{
  http::Names names;
  config::Faults faults;
  read_test_system(text, names, faults);
  std::string result;
  for (const auto& fault : faults.list())
    result += to_string(fault) + "\n";
  return result;
}

/// A machine on which nothing costs anything but what the endpoints say. `more` are further keys of the scenario.
inline std::string free_machine(const std::string& more)
{
  return "system: test\n"
         "hosts: {box: {cores: 1000, memory: 4GB}}\n"
         "network: {round-trip: 0s, backend-round-trip: 0s}\n" +
         more;
}

/// How one request of a client ended.
struct Ended {
  std::uint32_t user = 0;
  double sent_s = 0;
  double ended_s = 0;
  bool answered = false; ///< false: the client gave up
  int status = 0;
  http::NetworkError error = http::NetworkError::none;
  http::Phases phases;
  std::vector<double> fields; ///< of the response, in its order
  std::vector<double> list;
  double took_s() const { return ended_s - sent_s; }
};

struct Request {
  http::NameId endpoint = 0;
  std::vector<std::pair<const char*, double>> send = {};
  bool fresh = false;
  double patience_s = 60;
};

class SystemRig {
public:
  explicit SystemRig(const std::string& text, std::uint64_t seed = 1)
      : options(valid_system(text, names)), system(std::make_unique<System>(simulation, options, Seed{seed, 0}))
  {
  }

  SystemRig(const SystemRig&) = delete;
  SystemRig& operator=(const SystemRig&) = delete;
  ~SystemRig() { simulation.clear(); } // clients wait in exchanges

  /// One request of `user` at that instant.
  void at(double time_s, std::uint32_t user, const Request& request = {})
  {
    simulation.spawn(send_once(*this, time_s, user, request));
  }
  /// `users` send one request after the other, without a pause, as long as the time is before `until_s`.
  void closed_load(std::uint32_t users, double until_s, const Request& request = {})
  {
    for (std::uint32_t user = 0; user < users; ++user)
      simulation.spawn(send_always(*this, user, until_s, request));
  }
  void run_until(double time_s)
  {
    simulation.run_until(engine::at_seconds(time_s));
    simulation.advance_to(engine::at_seconds(time_s));
  }
  void run() { simulation.run(); }
  Instance& instance() { return *system->application.instances().front(); }

  /// Sends and waits for the end, which goes to `ended`. One at a time for each user.
  engine::Task<> one_request(std::uint32_t user, const Request& request)
  {
    http::Exchange& exchange = exchange_of(user);
    exchange.request_id = sent++;
    exchange.endpoint = request.endpoint;
    exchange.fresh_connection = request.fresh;
    exchange.sent.clear();
    for (const auto& [field, value] : request.send)
      exchange.sent.push_back({names.fields.intern(field), value});
    exchange.begin();
    system->send(exchange);
    const bool answered = co_await exchange.wait(engine::seconds(request.patience_s));
    Ended& end = ended.emplace_back();
    end.user = user;
    end.sent_s = engine::in_seconds(exchange.sent_at());
    end.ended_s = engine::in_seconds(simulation.now());
    end.answered = answered;
    if (not answered)
      co_return;
    end.status = exchange.status;
    end.error = exchange.error;
    end.phases = exchange.phases;
    for (const auto& field : exchange.fields)
      if (field.value.kind() == http::Value::Kind::list)
        for (const auto& item : field.value.as_list())
          end.list.push_back(item.as_number());
      else
        end.fields.push_back(field.value.as_number());
  }
  /// One run of the queue scheduler, on a machine whose round trips take no time. @return how many were let in
  std::size_t promote()
  {
    std::size_t let_in = 0;
    simulation.spawn(promote_once(*system, let_in));
    simulation.run_until(simulation.now());
    return let_in;
  }
  /// Requests that ended in [from, to).
  std::vector<Ended> ended_in(double from_s, double to_s) const
  {
    std::vector<Ended> chosen;
    for (const Ended& each : ended)
      if (each.ended_s >= from_s && each.ended_s < to_s)
        chosen.push_back(each);
    return chosen;
  }
  /// Of each request that ended, in that order; rounded to microseconds.
  std::vector<double> took_ms() const
  {
    std::vector<double> all;
    for (const Ended& each : ended)
      all.push_back(std::round(1e6 * each.took_s()) / 1e3);
    return all;
  }
  std::vector<int> statuses() const
  {
    std::vector<int> all;
    for (const Ended& each : ended)
      all.push_back(each.status);
    return all;
  }
  /// Mean seconds of a part over all requests so far.
  double mean_s(Part part, std::size_t endpoint = 0) const
  {
    const AnatomySums& sums = system->anatomy()[endpoint].all();
    return sums.total_s[static_cast<std::size_t>(part)] / static_cast<double>(sums.requests);
  }
  FailureCount failed(Cause cause, booking::Outcome outcome = booking::Outcome::ok) const
  {
    FailureCount sum;
    for (const auto& [kind, count] : system->failures.log().kinds())
      if (kind.cause == cause && kind.outcome == outcome) {
        sum = count;
        break;
      }
    return sum;
  }
  std::string log_lines() const
  {
    std::string text;
    for (const auto& [kind, count] : system->failures.log().kinds())
      text += count.log_line + "\n";
    return text;
  }

  http::Names names;
  SystemOptions options;
  engine::Simulation simulation;
  std::unique_ptr<System> system;
  std::vector<Ended> ended;
  std::uint64_t sent = 0;

private:
  http::Exchange& exchange_of(std::uint32_t user)
  {
    while (user >= exchanges_.size()) {
      exchanges_.emplace_back(simulation);
      exchanges_.back().user = exchanges_.back().connection = static_cast<std::uint32_t>(exchanges_.size() - 1);
    }
    return exchanges_[user];
  }

  static engine::Process promote_once(System& system, std::size_t& let_in)
  {
    let_in = co_await system.waiting_queue.promote();
  }
  static engine::Process send_once(SystemRig& rig, double time_s, std::uint32_t user, Request request)
  {
    co_await engine::Sleep{rig.simulation, engine::seconds(time_s) - rig.simulation.now().time_since_epoch()};
    co_await rig.one_request(user, request);
  }
  static engine::Process send_always(SystemRig& rig, std::uint32_t user, double until_s, Request request)
  {
    while (rig.simulation.now() < engine::at_seconds(until_s))
      co_await rig.one_request(user, request);
  }

  std::deque<http::Exchange> exchanges_; // [user]
};

/// Nothing is held, nobody waits, and every station obeys its laws.
inline void expect_nothing_leaked(SystemRig& rig)
{
  System& system = *rig.system;
  EXPECT_EQ(rig.instance().tomcat().workers().in_use(), 0u);
  EXPECT_EQ(rig.instance().tomcat().workers().waiting(), 0u);
  EXPECT_EQ(rig.instance().hikari().pool().in_use(), 0u);
  EXPECT_EQ(rig.instance().hikari().pool().waiting(), 0u);
  EXPECT_EQ(rig.instance().tomcat().connector().queued(), 0u);
  EXPECT_EQ(rig.instance().tomcat().connector().places().waiting(), 0u);
  for (const auto& [resource, report] : system.resources()) {
    EXPECT_EQ(report.queued, 0u) << report.name;
    if (not resource.admits) { // those that are kept alive
      EXPECT_EQ(report.in_service, 0u) << report.name;
    }
    for (const std::string& law : engine::broken_laws(report))
      ADD_FAILURE() << law;
  }
}

} // namespace onsale::system
