#include "calibration/fit/matching.hpp"

#include "model/config/document.hpp"
#include "model/config/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace onsale::fit {
namespace {

namespace fs = std::filesystem;

/// A run as the user gave it.
struct Run {
  std::string test; ///< empty: by its own name
  fs::path path;
  const char* option = "--data";

  std::string name() const
  {
    if (not test.empty())
      return test;
    const fs::path whole = fs::absolute(path).lexically_normal();
    const fs::path plain = whole.has_filename() ? whole : whole.parent_path();
    return fs::is_directory(path) ? plain.filename().string() : plain.stem().string();
  }
};

std::vector<Run> runs_of(const std::vector<std::string>& words, const char* option, config::Faults& faults)
{
  std::vector<Run> runs;
  for (const std::string& each : words) {
    const auto equals = each.find('=');
    const bool named = equals != std::string::npos && not fs::exists(each);
    runs.push_back({named ? each.substr(0, equals) : "", named ? each.substr(equals + 1) : each, option});
    if (not fs::exists(runs.back().path))
      faults.add({option, 0, 0}, fmt::format("there is no file or folder {}", runs.back().path.string()));
  }
  return runs;
}

class Matcher {
public:
  explicit Matcher(const CalibrateInput& input) : input_(input)
  {
    for (const fs::path& path : input.scenarios)
      try {
        tests_.push_back(test_run(path, input.sets));
      } catch (const config::InvalidInput& invalid) { // a part of others, perhaps, in the folder of a whole system
        unusable_.insert(unusable_.end(), invalid.faults().begin(), invalid.faults().end());
      }
  }

  /// The measured tests, in the order of the runs.
  std::vector<TestRun> measured(const std::vector<Run>& runs, bool only_pair, config::Faults& faults)
  {
    std::vector<TestRun> measured;
    for (const Run& run : runs) {
      const auto test = std::find_if(tests_.begin(), tests_.end(), [&](const TestRun& each) {
        return each.scenario.stem() == run.name() || only_pair;
      });
      if (test == tests_.end()) {
        for (const config::Fault& fault : unusable_)
          faults.add({fault.file, fault.line, fault.column}, fault.message);
        std::vector<std::string> known;
        for (const TestRun& each : tests_)
          known.push_back(each.scenario.stem().string());
        faults.add({run.option, 0, 0}, fmt::format("{}: no scenario is called {}{}; say which with TEST={}",
                                                   run.path.string(), config::in_quotes(run.name()),
                                                   config::suggestion(run.name(), known), run.path.string()));
        continue;
      }
      used_.push_back(test->scenario);
      measured.push_back(*test);
      measured.back().name = only_pair || run.name() == test->name ? test->name : run.name();
      try {
        measure(measured.back(), {run.path, usage_of(run.name()), input_.idle});
      } catch (const config::InvalidInput& invalid) {
        for (const config::Fault& fault : invalid.faults())
          faults.add({fault.file, fault.line, fault.column}, fault.message);
      }
    }
    return measured;
  }

  /// The usage files that were named for a run.
  std::vector<fs::path> usage_of(const std::string& run) const
  {
    std::vector<fs::path> files;
    for (const std::string& each : input_.usage) {
      const auto equals = each.find('=');
      if (equals == std::string::npos && input_.data.size() == 1)
        files.emplace_back(each);
      if (equals != std::string::npos && each.substr(0, equals) == run)
        files.emplace_back(each.substr(equals + 1));
    }
    return files;
  }

  std::vector<TestRun> others() const
  {
    std::vector<TestRun> others;
    for (const TestRun& test : tests_)
      if (std::find(used_.begin(), used_.end(), test.scenario) == used_.end())
        others.push_back(test);
    return others;
  }

private:
  const CalibrateInput& input_;
  std::vector<TestRun> tests_;
  std::vector<config::Fault> unusable_; // told when a run finds no test
  std::vector<fs::path> used_;
};

config::Document document_of(const fs::path& path, config::Faults& faults)
{
  return config::load_document(path, faults);
}

/// A value that one test file overrides would be fitted in some tests and not in others.
void check_same_places(const std::vector<Parameter>& parameters, const std::vector<fs::path>& scenarios,
                       const std::vector<std::string>& names, config::Faults& faults)
{
  std::map<std::string, config::Place> places;
  for (const Parameter& parameter : parameters)
    for (const WrittenValue& value : parameter.values)
      places[value.path] = value.place;
  for (const fs::path& scenario : scenarios)
    for (const Parameter& parameter : find_parameters(document_of(scenario, faults), names, faults))
      for (const WrittenValue& value : parameter.values)
        if (const auto first = places.find(value.path); first != places.end() && first->second != value.place)
          faults.add(value.place, fmt::format("{} is written here for {} and at {} for {}: one fit needs one value",
                                              value.path, scenario.stem().string(), to_string(first->second),
                                              scenarios.front().stem().string()));
}

} // namespace

CalibrateRequest calibrate_request(const CalibrateInput& input)
{
  config::Faults faults;
  CalibrateRequest request;
  const auto data = runs_of(input.data, "--data", faults);
  const auto held_out = runs_of(input.held_out, "--holdout", faults);
  faults.throw_if_any();
  Matcher matcher(input);
  request.data = matcher.measured(data, input.scenarios.size() == 1 && data.size() == 1 && held_out.empty(), faults);
  request.held_out = matcher.measured(held_out, false, faults);
  request.others = matcher.others();
  faults.throw_if_any();

  std::vector<fs::path> scenarios;
  for (const TestRun& test : request.data)
    scenarios.push_back(test.scenario);
  const config::Document document = document_of(scenarios.front(), faults);
  request.automatic = input.fit == std::vector<std::string>{"auto"};
  const auto names = request.automatic ? demand_names(document) : input.fit;
  request.parameters = find_parameters(document, names, faults);
  faults.throw_if_any();
  if (request.parameters.empty())
    throw config::InvalidInput({{"--fit", 0, 0, "the scenario writes no demand that could be fitted"}});
  check_same_places(request.parameters, scenarios, names, faults);
  faults.throw_if_any();
  return request;
}

} // namespace onsale::fit
