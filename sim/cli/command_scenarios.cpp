#include "model/config/document.hpp"
#include "model/k6/metric/metric_format.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/run/scenario_finder.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

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
  auto json = std::make_shared<bool>(false);
  CLI::App* command = app.add_subcommand("scenarios", "List the scenarios that there are");
  command->add_option("--scenarios", *folder, "Folder of scenarios (default: those that come with onsale)");
  command->add_flag("--json", *json, "Machine-readable output");
  command->footer(
      "The middle column says how a published result is used: fitted to, predicted blind, or impossible.\n\n"
      "Examples:\n"
      "  onsale scenarios\n"
      "  onsale scenarios --json\n"
      "  onsale run examples/closed-web-tier");
  command->callback([folder, json] {
    std::vector<Row> rows;
    std::size_t width = 0;
    for (const auto& file : run::scenario_files(scenarios_folder(*folder))) {
      rows.push_back(row_of(file));
      width = std::max(width, k6::width(rows.back().name));
    }
    if (*json) {
      nlohmann::ordered_json list = nlohmann::ordered_json::array();
      for (const Row& row : rows)
        list.push_back({{"name", row.name}, {"published", row.published}, {"title", row.title}});
      fmt::print("{}\n", list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
      return;
    }
    for (const Row& row : rows)
      fmt::print("{}  {:<10}  {}\n", k6::padded(row.name, width), row.published, row.title);
  });
}

} // namespace onsale::cli
