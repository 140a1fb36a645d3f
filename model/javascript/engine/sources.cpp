#include "model/javascript/engine/sources.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace onsale::javascript {

bool is_file(std::string_view module_name)
{
  return module_name.find("://") == std::string_view::npos && module_name != "k6" &&
         not module_name.starts_with("k6/") && not module_name.starts_with("onsale:");
}

Sources::Sources(std::filesystem::path main, Options options)
    : main_(main.lexically_normal()), options_(std::move(options))
{
}

std::string Sources::resolve(const std::string& from, const std::string& specifier) const
{
  if (const auto given = options_.import_as.find(specifier); given != options_.import_as.end())
    return given->second.lexically_normal();
  std::string path = specifier.starts_with("file://") ? specifier.substr(7) : specifier;
  if (not is_file(path))
    return path;
  return (std::filesystem::path(from).parent_path() / path).lexically_normal();
}

const std::string* Sources::read(const std::string& path)
{
  if (const auto known = texts_.find(path); known != texts_.end())
    return &known->second;
  if (std::filesystem::is_directory(path))
    return nullptr;
  std::ifstream file(path, std::ios::binary);
  if (not file)
    return nullptr;
  std::ostringstream text;
  text << file.rdbuf();
  return &texts_.emplace(path, std::move(text).str()).first->second;
}

std::vector<std::string> Sources::files() const
{
  std::vector<std::string> files;
  for (const auto& [path, text] : texts_)
    files.push_back(path);
  return files;
}

config::Place Sources::find(const std::string& file, std::string_view text, int line) const
{
  const auto known = texts_.find(file);
  if (known == texts_.end())
    return {file, line, 0};
  std::istringstream lines(known->second);
  std::string each;
  for (int number = 1; std::getline(lines, each); ++number)
    if (number >= line)
      if (const auto column = each.find(text); column != std::string::npos)
        return {file, number, static_cast<int>(column) + 1};
  return {file, line, 1};
}

} // namespace onsale::javascript
