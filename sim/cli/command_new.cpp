#include "model/config/text_file.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/script_options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/interop/dry_run.hpp"
#include "sim/interop/openapi_paths.hpp"
#include "sim/interop/scaffold.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

namespace onsale::cli {
namespace {

struct NewOptions {
  interop::ScaffoldOptions scaffold;
  std::string spring;
  std::string k6;
  std::string compose;
  std::string openapi;
  std::vector<std::string> environment;
  std::vector<std::string> imports;
};

/// Asks on the terminal. @return what was typed, or `otherwise` for an empty line
std::string ask(const std::string& question, const std::string& otherwise)
{
  fmt::print("{} [{}] ", question, otherwise);
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer.empty() ? otherwise : answer;
}

std::int64_t ask_number(const std::string& question, std::int64_t otherwise)
{
  for (;;) {
    const std::string answer = ask(question, fmt::format("{}", otherwise));
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(answer.data(), answer.data() + answer.size(), number);
    if (error == std::errc{} && end == answer.data() + answer.size() && number >= 1)
      return number;
    fmt::print("A whole number from 1 on, please.\n");
  }
}

void ask_all(interop::ScaffoldOptions& options)
{
  options.endpoints.push_back(ask("An endpoint that users ask for", "GET /events"));
  for (std::string more = ask("Another one (empty: no more)", ""); not more.empty();
       more = ask("Another one (empty: no more)", ""))
    options.endpoints.push_back(more);
  options.threads = ask_number("Tomcat's worker threads (server.tomcat.threads.max)", 200);
  options.pool = ask_number("Database connections (spring.datasource.hikari.maximum-pool-size)", 10);
  options.vus = ask_number("Virtual users", options.vus.value_or(50));
  options.duration = ask("For how long", options.duration.value_or("1m"));
}

bool is_script(const std::string& file)
{
  return not file.ends_with(".json");
}

void read_inputs(const NewOptions& options, interop::ScaffoldOptions& wanted)
{
  wanted.spring = options.spring;
  if (not options.compose.empty()) {
    wanted.compose = interop::read_compose(options.compose);
    wanted.compose_file = options.compose;
  }
  if (not options.openapi.empty())
    for (std::string& operation : interop::read_openapi_paths(options.openapi))
      wanted.endpoints.push_back(std::move(operation));
  if (options.k6.empty())
    return;
  if (is_script(options.k6)) {
    auto recording = std::make_shared<interop::Recording>(
        interop::record_script(options.k6, script_sources(options.environment, options.imports)));
    wanted.k6 = nlohmann::ordered_json::parse(recording->options_json);
    if (recording->functions.empty()) // options alone
      return;
    wanted.script = options.k6;
    wanted.recording = std::move(recording);
    return;
  }
  config::Faults faults;
  const auto text = config::read_text_file(options.k6, {options.k6, 0, 0}, faults);
  faults.throw_if_any();
  wanted.k6 = nlohmann::ordered_json::parse(*text, nullptr, false);
  if (not wanted.k6.is_object())
    throw config::InvalidInput({{options.k6, 0, 0, "expected k6 options as JSON, or a script (FILE.js)"}});
}

/// Draws the system up, lets one user try it, and takes back what does not fit.
std::optional<interop::DryRun> write_and_try(interop::ScaffoldOptions& wanted)
{
  constexpr int most_tries = 6;
  for (int tried = 1;; ++tried) {
    interop::write_scaffold(wanted.name, interop::scaffold(wanted));
    if (wanted.recording == nullptr)
      return std::nullopt;
    auto dry = interop::dry_run(wanted.name, interop::script_path(wanted), wanted.recording->functions);
    const std::size_t before = wanted.without_call.size();
    wanted.without_call.insert(dry.misfits.begin(), dry.misfits.end());
    if (wanted.without_call.size() == before || tried == most_tries)
      return dry;
    std::filesystem::remove_all(wanted.name);
  }
}

void tell(const interop::Recording& recording, const interop::DryRun& dry)
{
  std::uint64_t requests = 0;
  std::uint64_t failed = 0;
  for (const auto& endpoint : dry.endpoints) {
    requests += endpoint.requests;
    failed += endpoint.failed;
  }
  std::uint64_t passed = 0;
  std::uint64_t checks = 0;
  for (const auto& check : dry.checks) {
    passed += check.passed;
    checks += check.passed + check.failed;
  }
  fmt::print("\nDry run of one user: {} requests to {} endpoints, {} answered as the script expects; {} of {} checks "
             "passed.\n",
             requests, dry.endpoints.size(), requests - failed, passed, checks);
  for (const auto& endpoint : dry.endpoints)
    fmt::print("  {:>5} {}{}\n", endpoint.requests, endpoint.url,
               endpoint.failed > 0 ? fmt::format("  ({} failed)", endpoint.failed) : "");
  for (const auto& check : dry.checks)
    if (check.failed > 0)
      fmt::print("  check failed: {}\n", check.name);
  for (const auto& error : dry.errors)
    fmt::print("  the script threw: {}\n", error);
  if (recording.is_cut_off)
    fmt::print("  an iteration makes so many requests that not all were looked at\n");
  for (std::size_t number = 0; number < recording.endpoints.size(); ++number) {
    const auto& each = recording.endpoints[number];
    if (each.requests == 0 && not each.is_stray)
      fmt::print("  left out: {} {} is asked for only now and then\n", each.method, each.path);
  }
}

} // namespace

void add_new(CLI::App& app)
{
  auto options = std::make_shared<NewOptions>();
  CLI::App* command = app.add_subcommand("new", "Make a first scenario of your own system, ready to run");
  auto& scaffold = options->scaffold;
  command->add_option("NAME", scaffold.name, "Name of the system, and of the new folder")->required();
  command->add_option("--endpoint", scaffold.endpoints, "'METHOD /PATH' that users ask for; more than one may be given")
      ->allow_extra_args(false);
  command->add_option("--threads", scaffold.threads, "Tomcat's worker threads")->check(CLI::Range(1, 1000000));
  command->add_option("--pool", scaffold.pool, "Database connections of HikariCP")->check(CLI::Range(1, 100000));
  command->add_option("--vus", scaffold.vus, "Virtual users; without it as the script says, or 50")
      ->check(CLI::Range(1, 1000000));
  command->add_option("--duration", scaffold.duration, "Of the load test; without it as the script says, or 1m");
  command->add_option("--spring", options->spring, "The application's own application.yml or .properties");
  command->add_option("--profile", scaffold.profiles, "A profile of Spring that is active in that file")
      ->allow_extra_args(false);
  command->add_option("--k6", options->k6,
                      "The k6 script: it becomes the load, and its requests the endpoints; or its options as JSON");
  add_script_options(*command, options->environment, options->imports);
  command->add_option("--compose", options->compose, "A Docker Compose file: machines, CPUs, memory");
  command->add_option("--openapi", options->openapi, "An OpenAPI document: endpoints that the script does not call");
  command->footer(
      "On a terminal it asks for what no option says. What it cannot know is a guess, marked ASSUMED.\n\n"
      "Examples:\n"
      "  onsale new shop --endpoint 'GET /events/{id}/seats' --endpoint 'POST /reservations' --pool 20\n"
      "  onsale new shop --spring src/main/resources/application.yml --k6 script.js --compose docker-compose.yml\n"
      "  onsale run shop/load.yaml --anatomy");
  command->callback([options, command] {
    interop::ScaffoldOptions& wanted = options->scaffold;
    read_inputs(*options, wanted);
    if (command->count_all() == 2 && is_terminal(stdin) &&
        is_terminal(stdout)) // itself and NAME: nothing else was said
      ask_all(wanted);
    const auto dry = write_and_try(wanted);
    for (const interop::ScaffoldFile& file : interop::scaffold(wanted))
      fmt::print("{}/{}\n", wanted.name, file.name);
    if (dry)
      tell(*wanted.recording, *dry);
    fmt::print("\nIts guesses are marked ASSUMED. Now: onsale run {}/load.yaml --anatomy\n", wanted.name);
  });
}

} // namespace onsale::cli
