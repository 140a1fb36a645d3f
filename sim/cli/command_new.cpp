#include "model/config/text_file.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/interop/js_literal.hpp"
#include "sim/interop/scaffold.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iostream>

namespace onsale::cli {
namespace {

struct NewOptions {
  interop::ScaffoldOptions scaffold;
  std::string spring;
  std::string k6;
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
  options.vus = ask_number("Virtual users", options.vus);
  options.duration = ask("For how long", options.duration);
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
  command->add_option("--vus", scaffold.vus, "Virtual users")->check(CLI::Range(1, 1000000))->capture_default_str();
  command->add_option("--duration", scaffold.duration, "Of the load test, such as 30s or 5m")->capture_default_str();
  command->add_option("--spring", options->spring, "The application's own application.yml or .properties");
  command->add_option("--k6", options->k6, "The k6 script, or its options as JSON: the load is taken from it");
  command->footer("On a terminal it asks for what no option says. What it cannot know is a guess, marked ASSUMED.\n\n"
                  "Examples:\n"
                  "  onsale new shop --endpoint 'GET /events/{id}/seats' --endpoint 'POST /reservations' --pool 20\n"
                  "  onsale new shop --spring src/main/resources/application.yml --k6 script.js\n"
                  "  onsale run shop/load.yaml --anatomy");
  command->callback([options, command] {
    interop::ScaffoldOptions& wanted = options->scaffold;
    wanted.spring = options->spring;
    if (not options->k6.empty()) {
      config::Faults faults;
      const auto text = config::read_text_file(options->k6, {options->k6, 0, 0}, faults);
      faults.throw_if_any();
      wanted.k6 = interop::read_k6_literal(*text, options->k6);
    }
    if (command->count_all() == 2 && is_terminal(stdin) &&
        is_terminal(stdout)) // itself and NAME: nothing else was said
      ask_all(wanted);
    const auto files = interop::scaffold(wanted);
    interop::write_scaffold(wanted.name, files);
    for (const interop::ScaffoldFile& file : files)
      fmt::print("{}/{}\n", wanted.name, file.name);
    fmt::print("\nIts guesses are marked ASSUMED. Now: onsale run {}/load.yaml --anatomy\n", wanted.name);
  });
}

} // namespace onsale::cli
