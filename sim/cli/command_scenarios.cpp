#include "model/config/document.hpp"
#include "model/k6/metric/metric_format.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/run/scenario_finder.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::cli {
namespace {

struct Row {
  std::string name;
  std::string published; ///< how its published result is used; empty: there is none
  std::string title;
};

/// Only the few words of a row are read: a list should not fail because one of its scenarios has faults.
Row row_of(const run::ScenarioFile& file)
{
  config::Faults faults;
  const config::Document document = config::load_document(file.path, faults);
  Row row{file.name(), "", ""};
  if (not faults.empty())
    row.title = "cannot be read: onsale run " + file.name() + " says why";
  else if (const auto* title = document.root.find("title"))
    row.title = title->text;
  if (const auto* published = document.root.find("published")) {
    const auto* kind = published->find("kind");
    row.published = kind != nullptr ? kind->text : "blind";
  }
  return row;
}

} // namespace

void add_scenarios(CLI::App& app)
{
  auto folder = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("scenarios", "List the scenarios that there are");
  command->add_option("--scenarios", *folder, "Folder of scenarios (default: those that come with onsale)");
  command->footer(
      "The middle column says how a published result is used: fitted to, predicted blind, or impossible.\n\n"
      "Examples:\n"
      "  onsale scenarios\n"
      "  onsale run examples/closed-web-tier");
  command->callback([folder] {
    std::vector<Row> rows;
    std::size_t width = 0;
    for (const auto& file : run::scenario_files(scenarios_folder(*folder))) {
      rows.push_back(row_of(file));
      width = std::max(width, k6::width(rows.back().name));
    }
    for (const Row& row : rows)
      fmt::print("{}  {:<10}  {}\n", k6::padded(row.name, width), row.published, row.title);
  });
}

} // namespace onsale::cli
