# cmake -DNPM=npm -DFROM=folder -DINTO=folder -P npm_ci.cmake
# Installs what FROM/package-lock.json pins into INTO/node_modules, unless it is there. Without a network it says so and goes on.
file(READ ${FROM}/package-lock.json wanted)
if(EXISTS ${INTO}/package-lock.json AND EXISTS ${INTO}/node_modules)
  file(READ ${INTO}/package-lock.json there)
endif()
if(NOT "${wanted}" STREQUAL "${there}")
  file(COPY ${FROM}/package.json ${FROM}/package-lock.json DESTINATION ${INTO})
  execute_process(COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 WORKING_DIRECTORY ${INTO}
    RESULT_VARIABLE result OUTPUT_QUIET ERROR_VARIABLE error)
  if(NOT result EQUAL 0)
    message(WARNING "npm cannot fetch what ${FROM} needs:\n${error}")
  endif()
endif()
