#include "sim/cli/commands.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/study_options.hpp"
#include "sim/study/limit.hpp"

#include <fmt/format.h>

namespace onsale::cli {
namespace {

struct LimitCommand {
  StudyOptions study;
  std::string over = "vus";
  std::string within = "2%";
  std::string lost = "1%";
  std::vector<std::string> slos;
  std::string csv;
  bool only_first = false;
};

int limit(const LimitCommand& options)
{
  config::Faults faults;
  study::LimitOptions wanted;
  for (const std::string& text : options.slos)
    if (const auto slo = study::parse_slo(text, faults))
      wanted.slos.push_back(*slo);
  wanted.within = config::parse_ratio(options.within).value.value_or(0);
  if (not(wanted.within > 0) || wanted.within > 0.5)
    faults.add({"--within"}, "expected a share above 0 and at most 50%, found \"" + options.within + "\"");
  const auto lost = config::parse_ratio(options.lost).value;
  if (not lost || not(*lost > 0) || *lost > 1)
    faults.add({"--lost"}, "expected a share above 0 and at most 100%, found \"" + options.lost + "\"");
  wanted.lost_at_most = lost.value_or(1);
  faults.throw_if_any();
  wanted.scenario = scenario_request(options.study);
  wanted.knob = options.over;
  wanted.replications = options.study.replications;
  wanted.replications_most = std::max<std::size_t>(30, wanted.replications);
  wanted.seed = options.study.seed;
  wanted.next = not options.only_first;
  auto csv = open_table(options.csv);
  const auto store = open_store(options.study.store);
  study::Runner runner(
      {.workers = run::child_processes(options.study.jobs), .store = store.get(), .version = program_identity()});
  const auto told = [&](const std::string& line) {
    if (not options.study.quiet)
      fmt::print(stderr, "{}\n", line);
  };
  const InterruptGuard guard;
  wanted.stops = [&] { return guard.heard() != 0; };
  const study::LimitStudy found = study::find_limit(wanted, runner, told);
  if (csv) {
    csv->write(study::limit_csv(found));
    csv->close();
  }
  fmt::print("{}", options.study.json ? study::limit_json(found) : study::limit_text(found));
  std::fflush(stdout);
  return tell_broken_laws_of_study(found.first.broken_laws);
}

} // namespace

void add_limit(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<LimitCommand>();
  options->study.replications = 5;
  CLI::App* command = app.add_subcommand("limit", "Find the largest load that keeps all promises, and what stops it");
  add_scenario_option(*command, options->study);
  command->add_option("--over", options->over, "What grows: vus, rate, or a number that --set names")
      ->capture_default_str();
  command
      ->add_option("--slo", options->slos,
                   "'METRIC: EXPRESSION' that has to hold, as a k6 threshold (default: the scenario's thresholds)")
      ->allow_extra_args(false);
  command
      ->add_option(
          "--lost", options->lost,
          "Share of customers that may be lost, as iterations that are dropped or cut off, or as requests without "
          "an answer or with a server error; 100%: that does not matter")
      ->capture_default_str();
  command->add_option("--within", options->within, "How well the limit is to be known")->capture_default_str();
  command->add_option("--replications", options->study.replications, "Of the loads next to the limit, at least")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  command->add_flag("--first", options->only_first, "Do not look for the limit behind the first bottleneck");
  command->add_option("--csv", options->csv, "FILE for the loads that were tried, as the table of a sweep: see `plot`");
  add_store_option(*command, options->study);
  add_study_options(*command, options->study);
  command->footer("Exit code: 0; 2 the input cannot be used; 1 a run failed or broke a law.\n\n"
                  "Examples:\n"
                  "  onsale limit examples/closed-web-tier --csv loads.csv\n"
                  "  onsale limit examples/closed-web-tier --slo 'http_req_duration: p(95)<300'\n"
                  "  onsale limit examples/on-sale --over rate --slo 'http_req_duration{name:status}: p(95)<300'");
  command->callback([options, &exit_code] { exit_code = limit(*options); });
}

} // namespace onsale::cli
