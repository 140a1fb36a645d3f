#include "sim/interop/recording/recording.hpp"

#include "model/javascript/k6_scripts.hpp"
#include "model/javascript/script_error.hpp"
#include "sim/interop/recording/recording_port.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <functional>
#include <regex>
#include <set>

namespace onsale::interop {
namespace {

constexpr int most_runs = 12;
constexpr int users = 3;
constexpr int iterations = 2;
constexpr std::size_t most_actions = 2000;
constexpr std::size_t most_actions_of_setup = 100'000;
constexpr double answer_s = 0.05;

/// One user after the other, in a time of its own.
class Driver {
public:
  Driver(javascript::Sources& sources, Recording& recording, RecordingPort& port,
         const javascript::Declaration& declaration)
      : recording_(recording), scripts_(sources, port, declaration, options())
  {
  }

  void run(const std::vector<std::string>& functions)
  {
    recording_.checks.clear();
    recording_.errors.clear();
    for (auto& endpoint : recording_.endpoints)
      endpoint.requests = 0;
    if (scripts_.has("setup"))
      drive(*scripts_.make_setup(0, users), 0, most_actions_of_setup);
    for (const std::string& function : functions)
      for (std::uint32_t user = 0; user < users; ++user) {
        const auto script = scripts_.make(function, user);
        for (std::uint64_t iteration = 0; iteration < iterations; ++iteration)
          drive(*script, iteration * users + user);
      }
    if (scripts_.has("teardown"))
      drive(*scripts_.make_teardown(0, users), 0);
  }

private:
  javascript::Host::Options options()
  {
    javascript::Host::Options options;
    options.engine.records = true;
    options.engine.busy_limit = 50'000'000;
    options.engine.clock = [this] { return 1'735'689'600 + now_s_; };
    options.log = [this](const javascript::LogLine& line) {
      const std::string first = line.text.substr(0, line.text.find('\n'));
      if (line.level == "error" && std::ranges::find(recording_.errors, first) == recording_.errors.end())
        recording_.errors.push_back(first);
    };
    return options;
  }
  double uniform()
  {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U; // Knuth, MMIX
    return static_cast<double>(state_ >> 11) * 0x1p-53;
  }
  void answer(const k6::Request& request)
  {
    response_ = {};
    response_.status = recording_.endpoints[request.endpoint].status;
    response_.phases.waiting_s = answer_s;
    now_s_ += answer_s;
    has_response_ = true;
  }
  void drive(k6::Script& script, std::uint64_t number, std::size_t most = most_actions)
  {
    using Kind = k6::Action::Kind;
    script.start({number, number});
    has_response_ = false;
    std::vector<k6::Request> gathered;
    std::size_t told = 0;
    for (std::size_t actions = 0;; ++actions) {
      const auto action = script.next(has_response_ ? &response_ : nullptr, [this] { return uniform(); });
      if (action.kind == Kind::end)
        return;
      if (actions == most || action.kind == Kind::abort) {
        recording_.is_cut_off = recording_.is_cut_off || actions == most;
        script.abandon();
        return;
      }
      if (action.kind == Kind::request) {
        answer(*action.request);
      } else if (action.kind == Kind::gather) {
        gathered.push_back(*action.request);
      } else if (action.kind == Kind::next_answer) {
        answer(gathered[told++]);
        if (told == gathered.size()) {
          gathered.clear();
          told = 0;
        }
      } else if (action.kind == Kind::sleep) {
        now_s_ += action.value;
      } else if (action.kind == Kind::check) {
        auto& [passed, failed] = recording_.checks[scripts_.tables().checks[action.index].name];
        ++(action.value > 0 ? passed : failed);
      }
    }
  }

  Recording& recording_;
  double now_s_ = 0;
  std::uint64_t state_ = 1;
  http::Response response_;
  bool has_response_ = false;
  javascript::K6Scripts scripts_;
};

std::vector<std::string> functions_of(const javascript::Declaration& declaration)
{
  std::vector<std::string> functions;
  const auto options = nlohmann::ordered_json::parse(declaration.options_json, nullptr, false);
  if (options.contains("scenarios") && options["scenarios"].is_object())
    for (const auto& [name, scenario] : options["scenarios"].items()) {
      const std::string exec = scenario.is_object() ? scenario.value("exec", "default") : "default";
      if (std::ranges::find(functions, exec) == functions.end() && declaration.exports_function(exec))
        functions.push_back(exec);
    }
  if (functions.empty() && declaration.exports_function("default"))
    functions.emplace_back("default");
  return functions;
}

/// `position === 0`, `'WAITING' == status`: what fields are compared with, by name.
void note_comparisons(const std::string& text, Recording& recording)
{
  static const std::regex comparison(
      R"((\w+)\)?\s*(===?|!==?|>=?|<=?)\s*('[^'\n]*'|"[^"\n]*"|-?\d+(?:\.\d+)?|true|false)(?![\w.]))");
  for (std::sregex_iterator each(text.begin(), text.end(), comparison), end; each != end; ++each) {
    const std::string name = (*each)[1];
    const std::string operation = (*each)[2];
    std::string literal = (*each)[3];
    if (literal.front() == '\'' || literal.front() == '"')
      literal = nlohmann::ordered_json(literal.substr(1, literal.size() - 2)).dump();
    if (name == "status" && literal.size() == 3 && literal.front() >= '1' && literal.front() <= '5') {
      if (operation.starts_with("=="))
        recording.statuses.push_back(literal);
      continue;
    }
    if (operation.starts_with("=="))
      recording.compared[name].push_back(literal);
    else if (operation.starts_with('>') && literal.front() != '"' && literal != "true" && literal != "false")
      recording.compared[name].push_back(std::to_string(std::stod(literal) + 1));
  }
}

int passed_checks(const Recording& recording)
{
  int passed = 0;
  for (const auto& [name, counts] : recording.checks)
    passed += counts.first - counts.second;
  return passed;
}

/// Which status each endpoint is to give: of those that the script asks for, the one with which more checks pass.
void settle_statuses(Recording& recording, const std::function<void()>& run)
{
  const std::set<std::string> asked(recording.statuses.begin(), recording.statuses.end());
  if (asked.empty() || asked == std::set<std::string>{"200"})
    return;
  for (std::size_t number = 0; number < recording.endpoints.size(); ++number)
    for (const std::string& literal : asked) {
      const int before = recording.endpoints[number].status;
      const int passed = passed_checks(recording);
      const int tried = std::stoi(literal);
      if (tried >= 300 || tried == before)
        continue;
      recording.endpoints[number].status = tried;
      run();
      if (passed_checks(recording) > passed)
        continue;
      recording.endpoints[number].status = before;
      run();
    }
}

} // namespace

std::string stub_literal(const std::string& name, const Recording& recording)
{
  const auto known = recording.compared.find(name);
  if (known != recording.compared.end()) {
    // Of several states the one in which things go on.
    for (const char* good : {"ACTIVE", "READY", "SUCCESS", "AVAILABLE", "ALLOWED", "ENTER", "PROCEED", "OK", "true"})
      for (const std::string& literal : known->second) {
        std::string upper = literal;
        std::ranges::transform(upper, upper.begin(),
                               [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        if (upper.find(std::string("\"") + good) == 0 || (literal == good && upper == "TRUE"))
          return literal;
      }
    return known->second.front();
  }
  if (name.ends_with("vailable") || name.starts_with("is") || name == "success" || name == "active" || name == "ok")
    return "true";
  return "";
}

Recording record_script(const std::string& script, const javascript::Sources::Options& options)
{
  Recording recording;
  javascript::Sources sources(script, options);
  const auto declaration = javascript::declare(sources);
  recording.options_json = declaration.options_json;
  for (const std::string& file : sources.files())
    note_comparisons(*sources.read(file), recording);
  const auto functions = functions_of(declaration);
  recording.functions = functions;
  RecordingPort port(recording);
  const auto run = [&] { Driver(sources, recording, port, declaration).run(functions); };
  for (int runs = 0; runs < most_runs; ++runs) {
    run();
    const bool has_news = port.take_news();
    bool settled = false;
    if (not has_news)
      for (auto& endpoint : recording.endpoints)
        settled = (endpoint.answer.kind != AnswerShape::Kind::unknown && endpoint.answer.settle()) || settled;
    if (not has_news && not settled)
      break;
  }
  settle_statuses(recording, run);
  for (auto& endpoint : recording.endpoints)
    for (const char* word : {"undefined", "NaN", "null", "[object"})
      endpoint.is_stray =
          endpoint.is_stray || (endpoint.requests == 0 && endpoint.path.find(word) != std::string::npos);
  return recording;
}

} // namespace onsale::interop
