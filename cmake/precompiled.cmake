# GCC takes a precompiled header only where the same macros are defined that its headers look at.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  add_compile_definitions(FMT_SHARED BOOST_ALL_NO_LIB)
endif()

# onsale_precompiled(name header USES targets...): a header that targets take with `target_precompile_headers(... REUSE_FROM name)`.
function(onsale_precompiled name header)
  if(ONSALE_UNITY)
    return()
  endif()
  cmake_parse_arguments(precompiled "" "" "USES" ${ARGN})
  set(source ${PROJECT_BINARY_DIR}/${name}.cpp)
  file(GENERATE OUTPUT ${source} CONTENT "")
  add_library(${name} OBJECT ${source})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE onsale_warnings ${precompiled_USES})
  target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/${header})
endfunction()

# onsale_takes_precompiled(target name): unless files are compiled eight at a time, which saves as much by itself.
function(onsale_takes_precompiled target name)
  if(NOT ONSALE_UNITY)
    target_precompile_headers(${target} REUSE_FROM ${name})
  endif()
endfunction()

onsale_precompiled(onsale_precompiled_rooms cmake/precompiled.hpp USES fmt::fmt nlohmann_json::nlohmann_json Boost::headers)
