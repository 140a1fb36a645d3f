# What the room plots carries inside the program: gnuplot templates, the report's page, and uPlot from npm. Without npm
# (or without a network) the report is static, and says so.
set(npm_folder ${PROJECT_BINARY_DIR}/npm)
set(uplot ${npm_folder}/node_modules/uplot/dist)
find_program(NPM npm)
set(ONSALE_AXE ${npm_folder}/node_modules/axe-core/axe.min.js) # of tests/report: what people cannot use or see
if(NPM AND NOT (EXISTS ${uplot}/uPlot.iife.min.js AND EXISTS ${ONSALE_AXE}))
  file(COPY plots/package.json plots/package-lock.json DESTINATION ${npm_folder})
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 WORKING_DIRECTORY ${npm_folder}
    RESULT_VARIABLE npm_result OUTPUT_QUIET ERROR_VARIABLE npm_error)
  if(NOT npm_result EQUAL 0)
    message(WARNING "npm cannot fetch uPlot, reports will be static:\n${npm_error}")
  endif()
elseif(NOT NPM)
  message(STATUS "npm is missing: reports will be static")
endif()

file(GLOB asset_files CONFIGURE_DEPENDS plots/templates/*.gp plots/report/*)
set(assets "uPlot.js=${uplot}/uPlot.iife.min.js" "uPlot.css=${uplot}/uPlot.min.css")
foreach(file IN LISTS asset_files)
  get_filename_component(name ${file} NAME)
  list(APPEND assets "${name}=${file}")
endforeach()
set(assets_cpp ${PROJECT_BINARY_DIR}/plots/assets.cpp)
add_custom_command(OUTPUT ${assets_cpp}
  COMMAND ${CMAKE_COMMAND} -DOUTPUT=${assets_cpp} "-DFILES=${assets}" -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
  DEPENDS ${asset_files} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
target_sources(plots PRIVATE ${assets_cpp})
