# cmake -DOUTPUT=assets.cpp "-DFILES=NAME=FILE;..." -P embed.cmake
# Writes the definition of onsale::plots::asset: the text of each file under its name. A file that is not there is empty.
set(entries "")
foreach(each IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" whole "${each}")
  set(text "")
  if(EXISTS "${CMAKE_MATCH_2}")
    file(READ "${CMAKE_MATCH_2}" text)
  endif()
  string(APPEND entries "    {\"${CMAKE_MATCH_1}\", R\"_asset_(${text})_asset_\"},\n")
endforeach()
string(CONCAT source
  "// Generated from the files it holds.\n"
  "#include \"plots/assets.hpp\"\n\n"
  "#include <map>\n\n"
  "namespace onsale::plots {\n\n"
  "std::string_view asset(std::string_view name)\n{\n"
  "  static const std::map<std::string_view, std::string_view> assets = {\n"
  "${entries}"
  "  };\n"
  "  return assets.at(name);\n}\n\n"
  "} // namespace onsale::plots\n")
file(WRITE "${OUTPUT}" "${source}")
