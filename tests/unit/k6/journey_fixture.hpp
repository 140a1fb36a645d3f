/// Journeys from YAML text, and a virtual user with scripted draws, for the tests of this room.
#pragma once

#include "model/config/document.hpp"
#include "model/config/object.hpp"
#include "model/k6/journey/journey.hpp"
#include "model/k6/journey/journey_scripts.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
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
    items_.assign(values.begin(), values.end());
    list_ = names.fields.intern(name);
    return *this;
  }

  /// With spans of this object, wherever it was moved to.
  http::Response view()
  {
    if (const auto list = std::exchange(list_, std::nullopt))
      fields_.push_back({*list, http::Value::list(items_)});
    http::Response response;
    response.status = status_;
    response.fields = fields_;
    return response;
  }

private:
  int status_;
  std::vector<http::Field> fields_;
  std::vector<http::Value> items_;
  std::optional<NameId> list_;
};

/// Runs one iteration against scripted responses and draws, and writes down what it does, one word an action:
/// `issue_token(userId=7)`, `sleep(1)`, `check(has token)`, `fail(has token)`, `add(failed_requests=0)`.
class ScriptedRun {
public:
  ScriptedRun(const Journeys& journeys, const ScriptTables& tables, std::unique_ptr<Script> script)
      : names_(journeys.names), tables_(tables), script_(std::move(script))
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
    script_->start({iteration, iteration});
    http::Response last;
    bool has_last = false;
    for (int i = 0; i < 1000; ++i) {
      const auto action = script_->next(has_last ? &last : nullptr, draw);
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
      std::string fields;
      for (const auto& sent : action.request->fields) {
        fields += fields.empty() ? "" : ", ";
        fields +=
            names_.fields[sent.field] + "=" + (sent.value.is_missing() ? "missing" : shown(sent.value.as_number()));
      }
      return tables_.requests[action.request->tags].name + "(" + fields + ")";
    }
    case Action::Kind::batch:
      return "batch";
    case Action::Kind::next_answer:
      return "answer";
    case Action::Kind::sleep:
      return "sleep(" + shown(action.value) + ")";
    case Action::Kind::check:
      return (action.value != 0 ? "check(" : "fail(") + tables_.checks[action.index].name + ")";
    case Action::Kind::add:
      return "add(" + tables_.metrics[action.metric].name + "=" + shown(action.value) + ")";
    case Action::Kind::group_start:
      return "begin(" + tables_.samples[action.index].group + ")";
    case Action::Kind::group_end:
      return "end(" + tables_.samples[action.index].group + ")";
    case Action::Kind::abort:
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

  const JourneyNames& names_;
  const ScriptTables& tables_;
  std::unique_ptr<Script> script_;
};

} // namespace onsale::k6
