/// A whole k6 test from two YAML texts against a scripted system, for the tests of executors, users and the load test.
#pragma once

#include "model/config/document.hpp"
#include "model/k6/metric/sample_sink.hpp"
#include "model/k6/test/load_test.hpp"
#include "sim/engine/process.hpp"
#include "tests/unit/k6/journey_fixture.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace onsale::k6 {

using http::Exchange;
using http::NetworkError;
using http::Phases;
using http::Reply;
using http::Target;

inline Options valid_options(const std::string& text, const OptionsReading& how = {})
{
  config::Faults faults;
  const auto document = config::parse_document(text, "k6.yaml", faults);
  auto options = read_options(config::Object(document, faults), how);
  for (const auto& fault : faults.list())
    ADD_FAILURE() << to_string(fault);
  return options;
}

/// How the scripted system answers one request.
struct Answer {
  double after_s = 0;
  int status = 200;
  NetworkError error = NetworkError::none;
  Phases phases;
  std::uint32_t bytes_sent = 100;
  std::uint32_t bytes_received = 1000;
  std::vector<http::Field> fields;
  std::optional<NameId> list_field;
  std::vector<double> list = {};
};

/// After so long, all of it waiting.
inline Answer answer_after(double after_s, int status = 200)
{
  Answer answer;
  answer.after_s = after_s;
  answer.status = status;
  answer.phases.waiting_s = after_s;
  return answer;
}

/// Answers as a script says, or never, and writes down what was asked.
class ScriptedTarget final : public Target {
public:
  using Script = std::function<std::optional<Answer>(const Exchange&)>;

  struct Asked {
    double time_s = 0;
    std::uint32_t user = 0;
    std::uint64_t request_id = 0;
    bool fresh_connection = false;
    std::vector<double> sent;
  };

  ScriptedTarget(engine::Simulation& simulation, Script script) : simulation_(simulation), script_(std::move(script)) {}

  void send(Exchange& exchange) override
  {
    asked.push_back(
        {engine::in_seconds(simulation_.now()), exchange.user, exchange.request_id, exchange.fresh_connection, {}});
    if (connects)
      exchange.connected(blocked_s, connecting_s, 100);
    for (const auto& field : exchange.sent)
      asked.back().sent.push_back(field.value.as_number());
    if (auto answer = script_(exchange))
      simulation_.spawn(reply(*this, Reply(exchange), std::move(*answer)));
  }

  bool connects = true; ///< else users are still dialling while they wait
  double blocked_s = 0;
  double connecting_s = 0;
  std::vector<Asked> asked;
  int abandoned = 0; ///< requests that were answered to nobody

private:
  static engine::Process reply(ScriptedTarget& self, Reply to, Answer answer)
  {
    co_await engine::Sleep(self.simulation_, engine::seconds(answer.after_s));
    auto* const exchange = to.exchange();
    if (exchange == nullptr) {
      ++self.abandoned;
      co_return;
    }
    exchange->status = answer.status;
    exchange->error = answer.error;
    exchange->phases = answer.phases;
    exchange->bytes_sent = answer.bytes_sent;
    exchange->bytes_received = answer.bytes_received;
    exchange->fields.assign(answer.fields.begin(), answer.fields.end());
    exchange->items.assign(answer.list.begin(), answer.list.end());
    if (answer.list_field)
      exchange->fields.push_back({*answer.list_field, http::Value::list(exchange->items)});
    to.done();
  }

  engine::Simulation& simulation_;
  Script script_;
};

/// Keeps every sample as a line: `http_reqs 1.5 1 name=occupy,status=200`, and the values by metric.
class SampleLog final : public SampleSink {
public:
  struct Sample {
    double time_s = 0;
    double value = 0;
    TagSet tags;
  };

  void sample(const Metric& metric, TagSetId, const TagSet& tags, double time_s, double value) override
  {
    auto line = fmt::format("{} {} {}", metric.name, time_s, value);
    for (const auto& [name, tag] : tags.tags())
      line += fmt::format(" {}={}", name, tag);
    lines.push_back(std::move(line));
    by_metric[metric.name].push_back({time_s, value, tags});
  }
  void close() override {}

  std::vector<double> times(const std::string& metric) const
  {
    std::vector<double> times;
    if (const auto found = by_metric.find(metric); found != by_metric.end())
      for (const auto& each : found->second)
        times.push_back(each.time_s);
    return times;
  }
  std::vector<double> values(const std::string& metric) const
  {
    std::vector<double> values;
    if (const auto found = by_metric.find(metric); found != by_metric.end())
      for (const auto& each : found->second)
        values.push_back(each.value);
    return values;
  }

  std::vector<std::string> lines;
  std::map<std::string, std::vector<Sample>> by_metric;
};

/// One test, ready to run.
class TestRig {
public:
  TestRig(const std::string& options_text, const std::string& journeys_text, ScriptedTarget::Script script,
          LoadTest::Settings settings = {}, const std::vector<std::string>& methods = {},
          const OptionsReading& how = {})
      : options(valid_options(options_text, how)), journeys(valid_journeys(journeys_text)),
        target(simulation, std::move(script)), scripts(journeys, methods),
        test(simulation, target, options, scripts, with_stop(settings))
  {
    test.metrics().add_output(samples);
  }

  LoadResult run()
  {
    test.start();
    simulation.run_until(engine::at_seconds(1e6));
    EXPECT_TRUE(test.over());
    return test.result();
  }
  /// Up to and including that instant.
  LoadProgress run_until(double time_s)
  {
    if (not started_)
      test.start();
    started_ = true;
    simulation.run_until(engine::at_seconds(time_s));
    if (not test.over())
      simulation.advance_to(engine::at_seconds(time_s));
    return test.progress();
  }

  double counted(const std::string& metric) { return test.metrics().sink(test.metrics().series(metric)).counter().sum; }
  std::vector<double> asked_at() const
  {
    std::vector<double> times;
    for (const auto& each : target.asked)
      times.push_back(each.time_s);
    return times;
  }

  engine::Simulation simulation;
  Options options;
  Journeys journeys;
  ScriptedTarget target;
  SampleLog samples;
  JourneyScripts scripts;
  LoadTest test;

private:
  LoadTest::Settings with_stop(LoadTest::Settings settings)
  {
    settings.done = [this] { simulation.stop(); };
    return settings;
  }

  bool started_ = false;
};

/// A journey that does nothing but sleep.
inline std::string sleeping(const std::string& duration)
{
  return with_steps("      - sleep: " + duration + "\n");
}

/// A journey of one request.
inline const std::string one_request = with_steps("      - request: {endpoint: occupy}\n");

/// A system that answers 200 after so long.
inline ScriptedTarget::Script answering_after(double after_s)
{
  return [after_s](const Exchange&) { return answer_after(after_s); };
}
inline std::optional<Answer> never(const Exchange&)
{
  return std::nullopt;
}

} // namespace onsale::k6
