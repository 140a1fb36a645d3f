# cmake -DOUTPUT=assets.cpp "-DFILES=NAME=FILE;..." [-DHEADER=plots/assets.hpp -DNAMESPACE=onsale::plots -DFUNCTION=asset] -P embed.cmake
# Writes the definition of a function: the text of each file under its name. A file that is not there is empty.
if(NOT DEFINED HEADER)
  set(HEADER plots/assets.hpp)
  set(NAMESPACE onsale::plots)
  set(FUNCTION asset)
endif()
set(entries "")
foreach(each IN LISTS FILES)
  string(REGEX MATCH "^([^=]+)=(.*)$" whole "${each}")
  set(name "${CMAKE_MATCH_1}")
  set(text "")
  if(EXISTS "${CMAKE_MATCH_2}")
    file(READ "${CMAKE_MATCH_2}" text)
  endif()
  string(APPEND entries "    {\"${name}\", R\"_asset_(${text})_asset_\"},\n")
endforeach()
string(CONCAT source
  "// Generated from the files it holds.\n"
  "#include \"${HEADER}\"\n\n"
  "#include <map>\n\n"
  "namespace ${NAMESPACE} {\n\n"
  "std::string_view ${FUNCTION}(std::string_view name)\n{\n"
  "  static const std::map<std::string_view, std::string_view> assets = {\n"
  "${entries}"
  "  };\n"
  "  return assets.at(name);\n}\n\n"
  "} // namespace ${NAMESPACE}\n")
file(WRITE "${OUTPUT}" "${source}")
