@echo off
rem Starts Vernier; builds it first when it has not been built or its sources are newer than the build.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "DIST=%ROOT%app\target\vernier"
set "LOG=%ROOT%target\launcher-build.log"

rem --- which Java: JAVA_HOME, else the one on the path
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined JAVA_HOME if not exist "%JAVA%" (
    echo vernier: JAVA_HOME is %JAVA_HOME%, which holds no bin\java.exe; set it to a JDK 17 or newer, or unset it 1>&2
    exit /b 1
)
if not defined JAVA_HOME (
    where java >nul 2>nul || (
        echo vernier: no Java found; install a JDK 17 or newer, or set JAVA_HOME to one 1>&2
        exit /b 1
    )
)

rem --- the environment of the native code, before the process starts (the reason is in the file "vernier")
if not defined GOMP_SPINCOUNT set "GOMP_SPINCOUNT=1000"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=%NUMBER_OF_PROCESSORS%"

rem --- how much memory: half of what --memory says, or of what was chosen in the window, is for the heap; else vernier.args says it
set "MEMORY="
if exist "%APPDATA%\Vernier\memory" set /p MEMORY=<"%APPDATA%\Vernier\memory"
set "PREVIOUS="
for %%A in (%*) do call :option "%%~A"
set "HEAP="
if not defined MEMORY goto memory_known
set "AMOUNT=%MEMORY:~0,-1%"
if not defined AMOUNT goto memory_known
for /f "delims=0123456789" %%B in ("%AMOUNT%") do goto memory_known
if /i "%MEMORY:~-1%"=="m" set /a HEAP=%AMOUNT% / 2
if /i "%MEMORY:~-1%"=="g" set /a HEAP=%AMOUNT% * 512
if "%HEAP%"=="0" set "HEAP="
if defined HEAP set "HEAP=-Xmx%HEAP%m"
:memory_known

rem --- build
powershell -NoProfile -Command "$b = Get-Item -ErrorAction SilentlyContinue '%DIST%\built'; if (-not $b) { exit 1 }; $n = Get-ChildItem -Recurse -ErrorAction SilentlyContinue '%ROOT%pom.xml','%ROOT%.mvn','%ROOT%assets\pom.xml','%ROOT%quant-engine\pom.xml','%ROOT%model-io\pom.xml','%ROOT%app\pom.xml','%ROOT%assets\src\main','%ROOT%quant-engine\src\main','%ROOT%model-io\src\main','%ROOT%app\src\main' | Where-Object { $_.LastWriteTime -gt $b.LastWriteTime } | Select-Object -First 1; if ($n) { exit 1 }"
if not errorlevel 1 goto run
"%JAVA%" --version >nul 2>nul || (
    echo vernier: %JAVA% is not Java 17 or newer; set JAVA_HOME to a JDK that is 1>&2
    exit /b 1
)
where mvn >nul 2>nul || (
    echo vernier: building Vernier needs Maven 3.8 or newer; install it so that mvn is on the path 1>&2
    exit /b 1
)
if not exist "%ROOT%target" mkdir "%ROOT%target"
echo vernier: building, which takes a minute or two the first time (log: %LOG%) 1>&2
call mvn -B -ntp -f "%ROOT%pom.xml" -pl app -am package -Dmaven.test.skip=true -Dspotless.check.skip=true >"%LOG%" 2>&1
if errorlevel 1 (
    powershell -NoProfile -Command "Get-Content -Tail 30 '%LOG%'" 1>&2
    echo vernier: the build failed; the whole log is %LOG% 1>&2
    exit /b 1
)
"%JAVA%" "@%DIST%\vernier.args" "-XX:ArchiveClassesAtExit=%DIST%\vernier.jsa" -Dvernier.archiving=true "-Djava.util.logging.config.file=%DIST%\logging.properties" -cp "%DIST%\vernier.jar" dev.vernier.app.Main compare --samples 64 >nul 2>nul
type nul >"%DIST%\built"

:run
"%JAVA%" "@%DIST%\vernier.args" %HEAP% "-XX:SharedArchiveFile=%DIST%\vernier.jsa" "-Djava.util.logging.config.file=%DIST%\logging.properties" -cp "%DIST%\vernier.jar" dev.vernier.app.Main %*
exit /b %errorlevel%

:option
if "%PREVIOUS%"=="--memory" set "MEMORY=%~1"
set "PREVIOUS=%~1"
exit /b 0
