//! The page starts, and says so in words when it can't.

use anyhow::{Result, ensure};
use e2e::{dist, on_page, on_stage, site};
use tempfile::TempDir;

#[tokio::test]
async fn the_engine_starts_under_the_page_s_own_policy() -> Result<()> {
    on_page(async |page| {
        let policy =
            "return document.querySelector('meta[http-equiv=Content-Security-Policy]').content";
        let policy = page.run(policy).await?;
        ensure!(policy.as_str().is_some_and(|rules| rules.starts_with("default-src 'none'")));
        ensure!(!page.text().await?.trim().is_empty(), "the page is blank");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_the_policy_refuses_is_noticed() -> Result<()> {
    on_page(async |page| {
        let inline = "const script = document.createElement('script');
                      script.textContent = 'window.ran = true';
                      document.head.append(script);
                      return window.ran === true";
        ensure!(page.run(inline).await? == false, "an inline script ran");
        let complaints = page.complaints().await?;
        ensure!(complaints.iter().any(|line| line.contains("Content Security Policy")));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn an_engine_that_does_not_load_leaves_a_sentence_and_not_a_blank_page() -> Result<()> {
    for kind in ["wasm", "lzma"] {
        fails_with_a_sentence(site::without(&dist()?, kind)?).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_engine_that_is_cut_short_does_the_same() -> Result<()> {
    let cut = site::without(&dist()?, "none of the kinds")?;
    for entry in std::fs::read_dir(cut.path())? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "lzma") {
            let packed = std::fs::read(&path)?;
            std::fs::write(&path, &packed[..packed.len() / 2])?;
        }
    }
    fails_with_a_sentence(cut).await
}

async fn fails_with_a_sentence(broken: TempDir) -> Result<()> {
    on_stage(broken.path().to_path_buf(), async |page| {
        page.browser().goto(page.address()).await?;
        page.until_text("The engine could not be started").await?;
        ensure!(!page.complaints().await?.is_empty(), "the console should tell why");
        Ok(())
    })
    .await
}
