# The console's static files: made by Node out of pinned npm packages (ops/console), compiled into gatepost_web. Node is needed
# to build, never to run.
set(console_folder "${CMAKE_SOURCE_DIR}/ops/console")
set(console_source "${CMAKE_BINARY_DIR}/console/assets.cpp")
find_program(GATEPOST_NODE NAMES node nodejs)
if(NOT GATEPOST_NODE OR NOT EXISTS "${console_folder}/node_modules/.gatepost-lock")
  message(FATAL_ERROR
    "The console's style sheet and scripts come from npm packages that are not here. Run: ops/setup --build-only")
endif()
file(GLOB console_inputs CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/gateway/web/assets/*.css"
  "${CMAKE_SOURCE_DIR}/gateway/web/assets/*.js" "${CMAKE_SOURCE_DIR}/gateway/web/assets/*.svg"
  "${CMAKE_SOURCE_DIR}/gateway/web/assets/*.txt")
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/console")
add_custom_command(OUTPUT "${console_source}"
  COMMAND "${GATEPOST_NODE}" "${console_folder}/build_assets.mjs" "${console_source}"
  DEPENDS "${console_folder}/build_assets.mjs" "${console_folder}/node_modules/.gatepost-lock" ${console_inputs}
  COMMENT "the console's static files" VERBATIM)
target_sources(gatepost_web PRIVATE "${console_source}")
# A file is longer than the 64 KiB that the standard asks compilers to take in a literal.
set_source_files_properties("${console_source}" PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings")
