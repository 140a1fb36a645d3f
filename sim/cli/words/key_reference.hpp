/// The reference of all keys of a scenario, made of its JSON Schema: part of docs/reference.md.
#pragma once

#include <string>

namespace onsale::cli {

/// Markdown: one table for each section, then one for each part that sections share. @param schema  JSON Schema
std::string key_reference(const std::string& schema);

} // namespace onsale::cli
