# Everything that is done with this program. `make` alone lists it.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

export APP_ENV ?= demo

VENV := .venv
BIN := $(VENV)/bin
CODE := app forms models workflows migrations tests bench
FRONTEND := $(shell find app/frontend -type f 2>/dev/null) vite.config.js package.json
TEST_FLAGS ?= -n 2

.PHONY: help run test soak bench lint types format install frontend browser clean

help: ## 列出全部命令
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  环境变量：PORT（8000）、HOST（127.0.0.1）、DATA_DIR（instance）、DATABASE_URL（内置数据库）、DEMO_LEARNERS（20000）"

run: $(VENV)/.runtime app/static/dist/manifest.json ## 启动演示系统：数据库、网页服务、后台任务；按 Ctrl-C 停止
	@exec $(BIN)/python -m app.cli.serve

test: $(VENV)/.development app/static/dist/manifest.json browser ## 运行全部测试，包括浏览器测试
	@echo "==> 测试（浏览器测试在后，各用一个进程：Playwright 的事件循环会挡住运行后台任务的测试）"
	@$(BIN)/pytest $(TEST_FLAGS) --dist worksteal -m "not browser"
	@$(BIN)/pytest $(TEST_FLAGS) --dist loadfile -m browser

soak: $(VENV)/.development ## 长时间随机测试各项操作；SOAK 设操作序列的个数（2000）
	@SOAK=$${SOAK:-2000} $(BIN)/pytest tests/app/services/test_operations.py tests/app/services/test_careers.py tests/app/services/approvals/test_verbs.py tests/app/services/organization/test_operations.py tests/app/services/registration/test_operations.py tests/app/services/diagrams/test_fuzz.py

bench: $(VENV)/.development app/static/dist/manifest.json browser ## 测量速度和占用；BENCH_ROWS 设大表的行数，BENCH_JSON=1 每项输出一行 JSON
	@$(BIN)/python -m bench

lint: $(VENV)/.development ## 检查代码风格
	@echo "==> ruff"
	@$(BIN)/ruff check $(CODE)
	@$(BIN)/ruff format --check $(CODE)

types: $(VENV)/.development ## 检查类型
	@echo "==> mypy"
	@$(BIN)/mypy $(CODE)

format: $(VENV)/.development ## 整理代码格式
	@$(BIN)/ruff check --fix-only --quiet $(CODE)
	@$(BIN)/ruff format $(CODE)

install: $(VENV)/.development ## 安装开发所需的 Python 包

frontend: app/static/dist/manifest.json ## 构建前端文件

browser: ## 准备 Chromium 和中文字体（浏览器测试用）
	@.ci/browser

clean: ## 删除安装和构建的文件；不动 instance 中的数据
	rm -rf $(VENV) node_modules app/static/dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What is installed is stamped; it is done again when its lock file changes.

$(BIN)/python:
	@.ci/python $(VENV)

$(VENV)/.runtime: requirements.lock | $(BIN)/python
	@echo "==> 安装 Python 包（$<）"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/.development: requirements-dev.lock | $(BIN)/python
	@echo "==> 安装 Python 包（$<）"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@ $(VENV)/.runtime

node_modules/.package-lock.json: package-lock.json
	@.ci/node
	@echo "==> 安装前端包"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

app/static/dist/manifest.json: $(FRONTEND) node_modules/.package-lock.json
	@.ci/node
	@echo "==> 构建前端文件"
	@npm run --silent build -- --logLevel=error
	@touch $@
