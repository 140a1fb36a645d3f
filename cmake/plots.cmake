# What the room plots carries inside the program: gnuplot templates, the report's page, and uPlot from npm. Without npm
# (or without a network) the report is static, and says so.
set(npm_folder ${PROJECT_BINARY_DIR}/npm)
set(uplot ${npm_folder}/node_modules/uplot/dist)
set(npm_stamp ${npm_folder}/stamp)
set(ONSALE_AXE ${npm_folder}/node_modules/axe-core/axe.min.js) # of tests/report: what people cannot use or see
find_program(NPM npm)
if(NPM)
  add_custom_command(OUTPUT ${npm_stamp}
    COMMAND ${CMAKE_COMMAND} -DNPM=${NPM} -DFROM=${PROJECT_SOURCE_DIR}/plots -DINTO=${npm_folder}
      -P ${PROJECT_SOURCE_DIR}/cmake/npm_ci.cmake
    COMMAND ${CMAKE_COMMAND} -E touch ${npm_stamp}
    DEPENDS plots/package-lock.json cmake/npm_ci.cmake COMMENT "Fetching what reports carry inside" VERBATIM)
else()
  message(STATUS "npm is missing: reports will be static")
  set(npm_stamp "")
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
  DEPENDS ${asset_files} ${npm_stamp} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
target_sources(plots PRIVATE ${assets_cpp})
