/// Journeys from YAML text, and a virtual user with scripted draws, for the tests of this room.
#pragma once

#include "model/config/document.hpp"
#include "model/config/object.hpp"
#include "model/k6/journey/journey.hpp"
#include "model/k6/journey/journey_runner.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <initializer_list>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace onsale::k6 {

inline const std::vector<std::string> test_endpoints{"queue_token", "queue_status", "available_seats", "occupy",
                                                     "reserve"};

inline Journeys read_test_journeys(const std::string& text, config::Faults& faults)
{
  const auto document = config::parse_document(text, "sale.yaml", faults);
  config::Object scenario(document, faults);
  auto journeys = read_journeys(scenario, test_endpoints, faults);
  scenario.finish();
  return journeys;
}

inline Journeys valid_journeys(const std::string& text)
{
  config::Faults faults;
  auto journeys = read_test_journeys(text, faults);
  for (const auto& fault : faults.list())
    ADD_FAILURE() << to_string(fault);
  return journeys;
}

/// All faults of a text, one a line.
inline std::string journey_faults(const std::string& text)
{
  config::Faults faults;
  read_test_journeys(text, faults);
  std::string result;
  for (const auto& fault : faults.list())
    result += to_string(fault) + "\n";
  return result;
}

/// Steps of one journey `default`, indented by two.
inline std::string with_steps(const std::string& steps)
{
  return "journeys:\n  default:\n    steps:\n" + steps;
}

/// A response whose fields are given by name.
class ScriptedResponse {
public:
  ScriptedResponse(JourneyNames& names, int status, std::initializer_list<std::pair<const char*, double>> fields = {})
      : status_(status)
  {
    for (const auto& [name, value] : fields)
      fields_.push_back({names.fields.intern(name), value});
  }

  ScriptedResponse& with_list(JourneyNames& names, const char* name, std::vector<double> values)
  {
    values_ = std::move(values);
    lists_ = {{names.fields.intern(name), values_}};
    return *this;
  }

  /// With spans of this object, wherever it was moved to.
  Response view()
  {
    for (auto& list : lists_)
      list.values = values_;
    return {status_, fields_, lists_};
  }

private:
  int status_;
  std::vector<Response::Field> fields_;
  std::vector<double> values_;
  std::vector<Response::List> lists_;
};

/// Runs one iteration against scripted responses and draws, and writes down what it does, one word an action:
/// `issue_token(userId=7)`, `sleep(1)`, `check(has token)`, `fail(has token)`, `add(failed_requests=0)`.
class ScriptedRun {
public:
  ScriptedRun(Journeys& journeys, const Program& program, SharedLists& shared)
      : names_(journeys.names), runner_(program, shared)
  {
  }

  std::deque<ScriptedResponse> responses;
  std::deque<double> draws;

  std::vector<std::string> run(std::uint64_t iteration = 0)
  {
    std::vector<std::string> log;
    auto draw = [this] {
      EXPECT_FALSE(draws.empty()) << "more draws than scripted";
      const auto next = draws.empty() ? 0.5 : draws.front();
      if (not draws.empty())
        draws.pop_front();
      return next;
    };
    runner_.start(iteration);
    Response last;
    bool has_last = false;
    for (int i = 0; i < 1000; ++i) {
      const auto action = runner_.next(has_last ? &last : nullptr, draw);
      if (action.kind == Action::Kind::end)
        return log;
      log.push_back(described(action));
      if (action.kind != Action::Kind::request and action.kind != Action::Kind::next_answer)
        continue;
      if (has_last)
        responses.pop_front(); // the last one stays visible until the next takes its place
      if (responses.empty()) {
        ADD_FAILURE() << "more requests than scripted";
        return log;
      }
      last = responses.front().view();
      has_last = true;
    }
    ADD_FAILURE() << "no end";
    return log;
  }

private:
  std::string described(const Action& action)
  {
    switch (action.kind) {
    case Action::Kind::gather:
    case Action::Kind::request: {
      const auto& request = runner_.request(action);
      std::string fields;
      for (const auto& sent : request.send) {
        const auto value = runner_.value(sent);
        fields += fields.empty() ? "" : ", ";
        fields += names_.fields[sent.field] + "=" + (is_missing(value) ? "missing" : shown(value));
      }
      return names_.requests[request.name] + "(" + fields + ")";
    }
    case Action::Kind::batch:
      return "batch";
    case Action::Kind::next_answer:
      return "answer";
    case Action::Kind::sleep:
      return "sleep(" + shown(action.value) + ")";
    case Action::Kind::check:
      return (action.passed ? "check(" : "fail(") + names_.checks[action.name] + ")";
    case Action::Kind::add:
      return "add(" + names_.metrics[action.name] + "=" + shown(action.value) + ")";
    case Action::Kind::group_start:
      return "begin(" + names_.groups[action.name] + ")";
    case Action::Kind::group_end:
      return "end(" + names_.groups[action.name] + ")";
    case Action::Kind::end:
      break;
    }
    return "end";
  }

  static std::string shown(double value)
  {
    std::ostringstream out;
    out << value;
    return out.str();
  }

  JourneyNames& names_;
  JourneyRunner runner_;
};

} // namespace onsale::k6
