#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace onsale::interop {

/// `GET /events/{id}` for each operation of an OpenAPI document (YAML or JSON), below the path of its first server.
/// @throws config::InvalidInput naming file and line of what cannot be read
std::vector<std::string> read_openapi_paths(const std::filesystem::path& file);

} // namespace onsale::interop
