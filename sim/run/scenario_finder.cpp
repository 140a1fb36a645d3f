#include "sim/run/scenario_finder.hpp"

#include "model/config/faults.hpp"
#include "model/config/text_file.hpp"
#include "model/config/wording.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

namespace onsale::run {
namespace {

std::string no_scenario_called(const std::string& words, const std::vector<std::string>& known)
{
  return "there is no scenario called " + config::in_quotes(words) + config::suggestion(words, known);
}

std::string is_a_folder(const std::filesystem::path& folder)
{
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml")
      files.push_back((folder / entry.path().filename()).string());
  std::sort(files.begin(), files.end()); // directory order is chance
  return files.empty() ? "is a folder without scenarios; give a file"
                       : "is a folder; give one of its files: " + config::listed(files);
}

bool looks_like_a_path(const std::string& words)
{
  const std::filesystem::path path(words);
  return path.extension() == ".yaml" || path.extension() == ".yml" || words.starts_with(".") || path.is_absolute();
}

/// The files that one names in its line `include: system.yaml` or `include: [system.yaml, journey.yaml]`.
std::vector<std::filesystem::path> included_by(const std::filesystem::path& file)
{
  std::vector<std::filesystem::path> included;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (not line.starts_with("include:"))
      continue;
    std::replace_if(
        line.begin(), line.end(), [](char letter) { return letter == '[' || letter == ',' || letter == ']'; }, ' ');
    std::istringstream words(line);
    for (std::string word; words >> word;)
      if (word.ends_with(".yaml"))
        included.push_back((file.parent_path() / word).lexically_normal());
  }
  return included;
}

} // namespace

std::vector<ScenarioFile> scenario_files(const std::filesystem::path& root)
{
  std::error_code error;
  if (not std::filesystem::is_directory(root, error))
    throw config::InvalidInput({{root.string(), 0, 0, "there is no folder of scenarios here"}});
  std::vector<ScenarioFile> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.is_regular_file() && entry.path().extension() == ".yaml" && entry.path().stem() != "system")
      files.push_back({entry.path(), entry.path().parent_path().filename().string(), entry.path().stem().string()});
  std::set<std::filesystem::path> parts;
  for (const ScenarioFile& file : files)
    for (std::filesystem::path& part : included_by(file.path))
      parts.insert(std::move(part));
  std::erase_if(files, [&](const ScenarioFile& file) { return parts.contains(file.path.lexically_normal()); });
  std::sort(files.begin(), files.end(), [](const ScenarioFile& a, const ScenarioFile& b) { return a.path < b.path; });
  return files; // sorted, since directory order differs between file systems
}

std::vector<ScenarioFile> select_scenarios(const std::filesystem::path& root, const std::vector<std::string>& selectors)
{
  std::vector<std::string> known;
  std::vector<ScenarioFile> chosen;
  for (const ScenarioFile& file : scenario_files(root)) {
    if (std::find(known.begin(), known.end(), file.system) == known.end())
      known.push_back(file.system);
    known.push_back(file.name());
    const bool wanted = std::any_of(selectors.begin(), selectors.end(), [&](const std::string& each) {
      return each == file.name() || each == file.system;
    });
    if (wanted || selectors.empty())
      chosen.push_back(file);
  }
  config::Faults faults;
  for (const std::string& selector : selectors)
    if (std::find(known.begin(), known.end(), selector) == known.end())
      faults.add({root.string(), 0, 0}, no_scenario_called(selector, known));
  faults.throw_if_any();
  return chosen;
}

std::filesystem::path find_scenario(const std::filesystem::path& root, const std::string& words)
{
  std::error_code error;
  if (std::filesystem::is_regular_file(words, error))
    return words;
  config::Faults faults;
  if (std::filesystem::is_directory(words, error)) {
    faults.add({words, 0, 0}, is_a_folder(words));
    faults.throw_if_any();
  }
  if (looks_like_a_path(words)) {
    config::read_text_file(words, {words, 0, 0}, faults); // says what is wrong, and which file is near
    faults.throw_if_any();
    return words;
  }
  std::vector<std::string> known;
  for (const ScenarioFile& file : scenario_files(root)) {
    if (file.name() == words)
      return file.path;
    known.push_back(file.name());
  }
  faults.add({root.string(), 0, 0}, no_scenario_called(words, known));
  faults.throw_if_any();
  return {};
}

} // namespace onsale::run
