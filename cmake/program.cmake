# The program: sim/cli on all rooms.
file(GLOB_RECURSE cli_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/sim/cli/*.cpp)
add_executable(onsale ${cli_sources})
set_target_properties(onsale PROPERTIES UNITY_BUILD ${ONSALE_UNITY})
if(NOT ONSALE_UNITY)
  target_precompile_headers(onsale PRIVATE cmake/precompiled.hpp <CLI/CLI.hpp>)
endif()
onsale_view(cli_view cli sim/cli)
target_include_directories(onsale PRIVATE ${cli_view})
target_link_libraries(onsale PRIVATE onsale::study onsale::plots onsale::fit onsale::native onsale::interop CLI11::CLI11
  onsale_warnings)
# Where scenarios and libraries are found: next to an installed onsale first, then in the source tree it was built from.
file(RELATIVE_PATH data_from_bin /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_DATADIR}/onsale)
file(RELATIVE_PATH libraries_from_bin /${CMAKE_INSTALL_BINDIR} /${CMAKE_INSTALL_LIBDIR}/onsale)
target_compile_definitions(onsale PRIVATE ONSALE_VERSION="${PROJECT_VERSION}" ONSALE_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
  ONSALE_DATA_FROM_BIN="${data_from_bin}")
set_source_files_properties(sim/study/link.cpp PROPERTIES COMPILE_DEFINITIONS ONSALE_LIBRARIES_FROM_BIN="${libraries_from_bin}")

# `onsale --version` names the commit. Asked at every build; the file changes, and is compiled, only when the answer does.
set(commit_cpp ${PROJECT_BINARY_DIR}/sim/cli/commit.cpp)
add_custom_target(onsale_commit BYPRODUCTS ${commit_cpp}
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DOUTPUT=${commit_cpp} -P ${PROJECT_SOURCE_DIR}/cmake/commit.cmake)
target_sources(onsale PRIVATE ${commit_cpp})
add_dependencies(onsale onsale_commit)

# Shells and man find these in the usual places once they are installed.
set(words_folder ${PROJECT_BINARY_DIR}/words)
file(MAKE_DIRECTORY ${words_folder})
add_custom_command(TARGET onsale POST_BUILD
  COMMAND onsale completion bash > ${words_folder}/onsale
  COMMAND onsale completion zsh > ${words_folder}/_onsale
  COMMAND onsale completion fish > ${words_folder}/onsale.fish
  COMMAND onsale man > ${words_folder}/onsale.1
  VERBATIM)
